"""The frame: which places each desk shows. A room a unit does not use is not there."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yanxiu.dashboards.queries import waiting_count
from yanxiu.org.enums import Capability, Desk
from yanxiu.org.models import School
from yanxiu.org.queries.time import UnitCalendar, week_of_unit
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.tenants.models import District
from yanxiu.web.shell import NavItem, Shell, demo_label, register

Place = tuple[str, str, str]  # label, address name, icon

PHONE: list[Place] = [
    ("今日", "dashboards:home", "sun"),
    ("记录", "portfolio:journal", "notes"),
    ("我的", "dashboards:mine", "user"),
    ("日程", "dashboards:schedule", "calendar"),
]
GROUP: Place = ("本组", "dashboards:group", "users")
DESKS: dict[str, list[Place]] = {
    Desk.TEACHER: PHONE,
    Desk.LEADER: [*PHONE[:2], GROUP, *PHONE[2:]],
    Desk.OFFICE: [
        ("待办", "dashboards:home", "inbox"),
        ("考勤", "activities:attendance", "checklist"),
        ("记录", "portfolio:records", "notes"),
        ("达标", "assessment:short", "chart-bar"),
        ("考核", "assessment:runs", "report-analytics"),
        ("人员", "setup:people", "users"),
        ("组", "setup:groups", "hierarchy"),
        ("校历", "setup:calendar", "calendar"),
        ("制度", "regulations:home", "book"),
        ("本校", "setup:unit", "building"),
        ("导入导出", "dashboards:jobs", "list-check"),
        ("操作记录", "dashboards:audit", "history"),
    ],
    Desk.PRINCIPAL: [
        ("今日", "dashboards:home", "sun"),
        ("考勤", "activities:attendance", "checklist"),
        ("记录", "portfolio:records", "notes"),
        ("达标", "assessment:short", "chart-bar"),
        ("考核", "assessment:runs", "report-analytics"),
        ("人员", "setup:people", "users"),
        ("组", "setup:groups", "hierarchy"),
        ("校历", "setup:calendar", "calendar"),
        ("制度", "regulations:home", "book"),
        ("本校", "setup:unit", "building"),
        ("操作记录", "dashboards:audit", "history"),
    ],
    Desk.DISTRICT: [
        ("各校", "dashboards:home", "building"),
        ("人员", "setup:people", "users"),
        ("联合体", "setup:alliances", "hierarchy"),
        ("制度", "regulations:home", "book"),
        ("本区", "setup:unit", "shield-check"),
        ("校历", "setup:calendar", "calendar"),
        ("导入导出", "dashboards:jobs", "list-check"),
        ("操作记录", "dashboards:audit", "history"),
    ],
    Desk.REGION: [("各区", "dashboards:home", "building")],
    Desk.EXPERT: [("分派给我的", "dashboards:home", "inbox")],
    Desk.OPERATOR: [("开办", "dashboards:home", "home")],
}
NEEDS = {
    "dashboards:jobs": Capability.MANAGE_PEOPLE,
    "assessment:runs": Capability.ASSESS,
}  # places not of everybody there
UNDER_HOME = {Desk.DISTRICT: "/schools/", Desk.OPERATOR: "/start/"}  # pages one reaches from the first place only


@register
def build(request: HttpRequest, viewer: Viewer) -> Shell:
    """The frame for a viewer at the chosen desk; at most four reads."""
    school = _school(viewer)
    read = viewer.cache.get("calendar")
    known = read if isinstance(read, UnitCalendar) else None
    week = week_of_unit(school, viewer.on, known) if viewer.district_id else None
    items = [
        _item(request, viewer, place)
        for place in DESKS[viewer.desk]
        if place[1] not in NEEDS or viewer.can(NEEDS[place[1]])
    ]
    may_export = school is not None and school.pk in viewer.schools_with(Capability.EXPORT_ALL)
    return Shell(
        unit_name=_unit_name(viewer, school),
        date_label=week.label if week else "",
        week_no=week.number if week else 0,
        week_total=week.total if week else 0,
        nav=items,
        phone_nav=items if viewer.on_phone else [],
        person_name=viewer.name,
        person_role=role_of(viewer),
        desk_url=reverse("dashboards:choose_desk"),
        desks=[{"code": d.value, "label": d.label, "current": d == viewer.desk} for d in viewer.desks],
        demo=settings.INSTALLATION.is_demo,
        demo_label=demo_label(),
        search_url=reverse("dashboards:search") if viewer.district_id else "",
        logout_url=reverse("setup:logout"),
        login_url=reverse("setup:my_login"),
        data_url=reverse("setup:my_data") if viewer.person else "",
        export_url=reverse("dashboards:export") if may_export else "",
    )


def _item(request: HttpRequest, viewer: Viewer, place: Place) -> NavItem:
    label, name, icon = place
    url = reverse(name)
    current = request.path == url if url == "/" else request.path.startswith(url)
    current |= name == "dashboards:home" and request.path.startswith(UNDER_HOME.get(viewer.desk, "\0"))
    count = waiting_count(viewer) if name == "dashboards:home" and viewer.desk == Desk.OFFICE else 0
    return NavItem(_word(label, viewer), url, icon, current, count)


def _word(label: str, viewer: Viewer) -> str:
    """A kindergarten's own page is called 本园."""
    school = viewer.cache.get("school")
    return f"本{school.place}" if label == "本校" and isinstance(school, School) else label


def _school(viewer: Viewer) -> School | None:
    """The school of the frame, read once a request."""
    if viewer.school_id is None:
        return None
    if "school" not in viewer.cache:
        viewer.cache["school"] = schools().filter(pk__in=[viewer.school_id]).first()
    found = viewer.cache["school"]
    return found if isinstance(found, School) else None


def _unit_name(viewer: Viewer, school: School | None) -> str:
    if school is not None:
        return school.name
    if viewer.account.region_id and viewer.account.region:
        return viewer.account.region.institute or viewer.account.region.name
    if viewer.district_id:
        district = District.objects.get(pk=viewer.district_id)
        return district.institute or district.name
    return "研修"


def role_of(viewer: Viewer) -> str:
    """The word under the name: the post that opens this desk."""
    wanted = {
        Desk.PRINCIPAL: Capability.LEAD_UNIT,
        Desk.OFFICE: Capability.MANAGE_PEOPLE,
        Desk.DISTRICT: Capability.OVERSEE,
        Desk.LEADER: Capability.LEAD_GROUP,
        Desk.EXPERT: Capability.SCORE,
    }.get(viewer.desk)
    titles = [h.title for h in viewer.hats if wanted and wanted in h.capabilities]
    return titles[0] if titles else viewer.desk.label
