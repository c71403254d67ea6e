"""Root addresses. Every room brings its own list; strangers reach only what says so."""

from django.urls import include, path

handler400 = "yanxiu.web.errors.bad_request"
handler403 = "yanxiu.web.errors.forbidden"
handler404 = "yanxiu.web.errors.not_found"
handler500 = "yanxiu.web.errors.server_error"

urlpatterns = [
    path("", include("yanxiu.dashboards.urls")),
    path("", include("yanxiu.assessment.urls")),
    path("", include("yanxiu.portfolio.urls")),
    path("", include("yanxiu.lessons.urls")),
    path("", include("yanxiu.activities.urls")),
    path("", include("yanxiu.regulations.urls")),
    path("", include("yanxiu.ledger.urls")),
    path("", include("yanxiu.setup.urls")),
    path("", include("yanxiu.jobs.urls")),
    path("", include("yanxiu.files.urls")),
    path("", include("yanxiu.web.urls")),
]
