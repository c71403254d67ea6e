"""Pages of people: the table, one person, what changes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.base import clock
from yanxiu.files.models import StoredFile
from yanxiu.files.workbook import download
from yanxiu.jobs.actions import submit
from yanxiu.jobs.queries import jobs as all_jobs
from yanxiu.org.access import GroupDoor, PersonDoor, SchoolDoor, SpellDoor
from yanxiu.org.actions import people as acts
from yanxiu.org.actions.units import set_age_bands, set_communities
from yanxiu.org.models import Appointment, GroupMembership, Person, Post, Posting, PostingKind, School, Spell, SpellKind
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.composition import composition as composition_of
from yanxiu.org.queries.people import everybody
from yanxiu.org.queries.units import own_before_districts, posts_for
from yanxiu.org.viewer import Viewer
from yanxiu.setup.bands import bands_text, communities_text, read_bands, read_communities
from yanxiu.setup.forms.people import AppointForm, JoinForm, NewPersonForm, PersonForm, SpellForm
from yanxiu.setup.forms.unit import BandForm, CommunityForm
from yanxiu.setup.listing import AT_ONCE, LIST, choice_of, listed, people_workbook
from yanxiu.setup.queries.people import groups_to_choose, history, with_ties
from yanxiu.setup.views.common import handle, own_school, viewer_of

PAGE = 50
COLUMNS = [
    ("name", "姓名"),
    ("staff_no", "工号"),
    ("", "组"),
    ("", "职务"),
    ("", "任教"),
    ("work", "参加工作"),
    ("", "今天"),
]


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The dense table: filter, sort, search by name, pinyin or initials."""
    viewer = viewer_of(request)
    choice = choice_of(request.GET)
    rows, school = listed(viewer, choice)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "choice": choice, "school": school, "columns": _columns(request, choice["sort"]),
        "groups": list(groups_to_choose(school, viewer.on)) if school else [], "posts": list(own_before_districts(Post, school)),
        "may_manage": bool(school and school.pk in viewer.schools_with("manage_people")),
    }  # fmt: skip
    return render(request, "setup/people/people.html", context | {"viewer": viewer})


def _columns(request: HttpRequest, sort: str) -> list[dict[str, Any]]:
    found = []
    for key, label in COLUMNS:
        query = request.GET.copy()
        query["sort"] = key
        found.append(
            {
                "label": label,
                "sort_url": f"?{query.urlencode()}" if key else "",
                "sorted": "ascending" if key and key == (sort or "name") else "",
            }
        )
    return found


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The same people as a workbook: at once for a school, by a job for a district."""
    viewer, choice = viewer_of(request), choice_of(request.GET)
    rows, school = listed(viewer, choice)
    if request.method == "POST":
        place = str(school) if school else "全区"
        params = {"desk": viewer.desk, "choice": choice}
        submit(LIST, f"导出人员：{place}", params, actor=viewer.actor, school_id=school.pk if school else None)
        return redirect(request.get_full_path())
    if (count := rows.count()) > AT_ONCE:
        return _export_by_job(request, viewer, count)
    return download(people_workbook(rows), f"people-{clock.today():%Y%m%d}.xlsx")


def _export_by_job(request: HttpRequest, viewer: Viewer, count: int) -> HttpResponse:
    """Where the workbook is asked for and fetched; one's own alone."""
    mine = all_jobs().filter(kind=LIST, owner_id=viewer.account.pk)
    made = StoredFile.objects.filter(purpose__startswith="people:", owner_id=viewer.account.pk)[:5]
    context = {"count": count, "job": mine.first(), "files": made, "back": request.get_full_path()}
    return render(request, "setup/people/export.html", context | {"viewer": viewer})


@require_GET
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: particulars, dated ties; spells only for those who keep them."""
    viewer = viewer_of(request)
    found = PersonDoor.get(viewer, pk, rows=with_ties(everybody(), None, viewer.on))
    spells = list(
        SpellDoor.visible(viewer, Spell.objects.filter(person=found).select_related("kind").order_by("-start"))
    )
    context = {
        "person": found,
        "spells": spells,
        "may_manage": PersonDoor.may(viewer, found, "manage"),
        "roster": PersonDoor.may(viewer, found, "roster"),
    }
    return render(request, "setup/people/person.html", context | history(found) | {"viewer": viewer})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One more person, at once in a group."""
    viewer, school = viewer_of(request), own_school(request, "manage_people")
    groups = groups_to_choose(school, viewer.on)
    form = NewPersonForm(request.POST or None, groups=groups, initial={"start": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        group, start = data.pop("group"), data.pop("start") or viewer.on
        made = acts.add_person(data.pop("name"), actor=viewer.actor, **data)
        acts.post_person(made, school, PostingKind.objects.get(code="permanent"), start=start, actor=viewer.actor)
        if group:
            acts.join_group(made, GroupDoor.get(viewer, group, to="manage"), start=start, actor=viewer.actor)
        return redirect("setup:person", made.pk)

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": "加一个人", "school": school, "submit": "加上", "back": reverse("setup:people")},
    )


def _managed(request: HttpRequest, pk: UUID) -> Person:
    return PersonDoor.get(viewer_of(request), pk, to="manage")


def has_school(found: Person, on: date) -> bool:
    """Whether the person works at a school at all; those of the district's own offices do not."""
    return Posting.objects.filter(in_force(on), person=found).exists()


def _school_of(viewer: Viewer, found: Person) -> School:
    """The school a change is about: the desk's own, or for the district the person's main school."""
    if viewer.school_id is not None:
        return SchoolDoor.get(viewer, viewer.school_id, to="manage_people")
    posting = Posting.objects.filter(in_force(viewer.on), person=found).order_by("-kind__main").first()
    if posting is None:
        raise Http404
    return SchoolDoor.get(viewer, posting.school_id, to="manage_people")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a person's particulars."""
    viewer, found = viewer_of(request), _managed(request, pk)
    first = {name: getattr(found, name) for name in PersonForm.base_fields if name != "subjects"} | {
        "subjects": "、".join(found.subjects)
    }
    form = PersonForm(request.POST or None, initial=first)

    def act(data: dict[str, Any]) -> HttpResponse:
        acts.change_person(found, actor=viewer.actor, **data)
        return redirect("setup:person", found.pk)

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": f"改{found.name}的资料", "person": found, "submit": "保存"},
    )


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """任职; a new leader of a group takes over from the day given."""
    viewer, found = viewer_of(request), _managed(request, pk)
    of_district = viewer.everywhere("manage_people")
    school = None if of_district and not has_school(found, viewer.on) else _school_of(viewer, found)
    posts = [*(posts_for(school) if school else []), *(posts_for(None) if of_district else [])]
    groups = groups_to_choose(school, viewer.on) if school else []
    form = AppointForm(request.POST or None, posts=posts, groups=groups, initial={"start": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        post = Post.get(data["post"])
        group = GroupDoor.get(viewer, data["group"], to="manage") if data["group"] else None
        acts.appoint(
            found,
            post,
            school=school if post.level == "school" else None,
            group=group,
            start=data["start"],
            document=data["document"],
            actor=viewer.actor,
        )
        return redirect("setup:person", found.pk)

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": f"给{found.name}任职", "person": found, "submit": "任职"},
    )


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Into a group of the school."""
    viewer, found = viewer_of(request), _managed(request, pk)
    school = _school_of(viewer, found)
    form = JoinForm(
        request.POST or None, groups=groups_to_choose(school, viewer.on), initial={"start": viewer.on.isoformat()}
    )

    def act(data: dict[str, Any]) -> HttpResponse:
        acts.join_group(
            found, GroupDoor.get(viewer, data["group"], to="manage"), start=data["start"], actor=viewer.actor
        )
        return redirect("setup:person", found.pk)

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": f"{found.name}加入一个组", "person": found, "submit": "加入"},
    )


@require_http_methods(["GET", "POST"])
def spell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """产假、病休、借调、支教、退休、调出……"""
    viewer, found = viewer_of(request), _managed(request, pk)
    school = _school_of(viewer, found)
    form = SpellForm(request.POST or None, kinds=SpellKind.objects.all(), initial={"start": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        acts.begin_spell(found, SpellKind.get(data.pop("kind")), school=school, actor=viewer.actor, **data)
        return redirect("setup:person", found.pk)

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": f"登记{found.name}的情况", "person": found, "submit": "登记"},
    )


@require_POST
def end(request: HttpRequest, pk: UUID, kind: str, row: UUID) -> HttpResponse:
    """End one tie today: a membership, an appointment, a spell or a posting."""
    viewer, found = viewer_of(request), _managed(request, pk)
    ends: dict[str, tuple[Any, Any]] = {
        "membership": (GroupMembership, acts.leave_group),
        "appointment": (Appointment, acts.end_appointment),
        "spell": (Spell, acts.end_spell),
        "posting": (Posting, acts.end_posting),
    }
    model, act = ends.get(kind, (None, None))
    tie = model.objects.filter(_place(viewer, kind), pk=row, person=found).first() if model else None
    if tie is None:
        raise Http404
    act(tie, on=viewer.on, actor=viewer.actor)
    return redirect("setup:person", found.pk)


def _place(viewer: Viewer, kind: str) -> Any:
    from yanxiu.org.access import in_schools  # noqa: PLC0415 - one use

    if kind == "membership":
        return in_schools(viewer, "manage_people", "group__school_id")
    place = in_schools(viewer, "manage_people", "school_id")
    return place | in_schools(viewer, "manage_people", "group__school_id") if kind == "appointment" else place


@require_http_methods(["GET", "POST"])
def composition(request: HttpRequest) -> HttpResponse:
    """队伍构成; the age bands and the 群体 are the school's own."""
    viewer, school = viewer_of(request), own_school(request, "people")
    of_groups = request.POST.get("what") == "communities"
    sent = request.POST or None
    bands = BandForm(None if of_groups else sent, initial={"bands": bands_text(school)})
    groups = CommunityForm(sent if of_groups else None, initial={"communities": communities_text(school)})

    def act(data: dict[str, Any]) -> HttpResponse:
        managed = own_school(request, "manage")
        if of_groups:
            set_communities(managed, read_communities(data["communities"]), actor=viewer.actor)
        else:
            set_age_bands(managed, read_bands(data["bands"]), actor=viewer.actor)
        return redirect("setup:composition")

    form = groups if of_groups else bands
    context = {
        "bands": bands,
        "groups": groups,
        "school": school,
        "parts": composition_of(school, viewer.on),
        "may_manage": school.pk in viewer.schools_with("manage_unit"),
    }
    return handle(request, form, act, "setup/people/composition.html", context)
