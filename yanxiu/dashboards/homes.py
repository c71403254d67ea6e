"""The content of each home page: what needs this person now, in that person's words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count

from yanxiu.assessment.shown import Line
from yanxiu.assessment.standing import Standing, of_person
from yanxiu.dashboards import queries
from yanxiu.dashboards.queries import Task
from yanxiu.dashboards.record import lately
from yanxiu.org.enums import Capability
from yanxiu.org.models import Posting, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.time import UnitCalendar, calendar_of
from yanxiu.org.queries.units import groups, schools
from yanxiu.org.viewer import Viewer

SCHOOL_COLUMNS = [
    {"label": "代码"}, {"label": "单位"}, {"label": "类型"}, {"label": "人数", "n": True}, {"label": "组", "n": True}, {"label": "管理员"},
]  # fmt: skip
DISTRICT_COLUMNS = [{"label": "区"}, {"label": "机构"}, {"label": "单位", "n": True}, {"label": "人数", "n": True}]


def _school(viewer: Viewer) -> School | None:
    found = viewer.cache.get("school") or schools().filter(pk__in=[viewer.school_id]).first()
    viewer.cache["school"] = found
    return found if isinstance(found, School) else None


def posts(viewer: Viewer) -> dict[str, Any]:
    """The viewer's schools and posts in words."""
    rows = Posting.objects.filter(in_force(viewer.on), person_id=viewer.person_id).select_related("school", "kind")
    return {"postings": list(rows)}


def _calendar(viewer: Viewer) -> UnitCalendar:
    """School time of the viewer's school, read once for the page and its frame."""
    found = viewer.cache["calendar"] = calendar_of(_school(viewer), viewer.on)
    return found


def standing(viewer: Viewer) -> Standing | None:
    """Where the viewer stands under what is in force at the own school; None for who belongs to no school."""
    school = _school(viewer)
    return of_person(school, viewer.person_id, viewer.on, _calendar(viewer)) if school and viewer.person_id else None


def due_this_week(found: Standing | None) -> list[Line]:
    """What runs out by Sunday."""
    sunday = found.on + timedelta(days=6 - found.on.weekday()) if found else None
    return [one for one in found.due if one.until and sunday and one.until <= sunday] if found else []


def today(viewer: Viewer) -> dict[str, Any]:
    """教师、组长: what runs out this week, one's own leave, today, the next days that differ, my groups."""
    found = standing(viewer)
    return {
        "school": _school(viewer),
        "due": due_this_week(found),
        "calendar": viewer.cache.get("calendar") or _calendar(viewer),
        "groups": queries.my_groups(viewer),
        "spells": queries.own_spells(viewer),
    } | posts(viewer)


def office(viewer: Viewer) -> dict[str, Any]:
    """教导处: what waits for a decision, then what is missing, then today."""
    school = _school(viewer)
    if school is None:
        return {"gaps": [], "school": None}
    claims, imports = list(queries.claims_waiting(viewer)[:20]), list(queries.imports_waiting(viewer)[:5])
    calendar = calendar_of(school, viewer.on)
    people = school.postings.filter(in_force(viewer.on)).values("person_id").distinct().count()
    return {
        "school": school,
        "claims": claims,
        "imports": imports,
        "waiting": len(claims) + len(imports),
        "gaps": [gap for gap in _gaps(viewer, school, calendar, people) if gap.count],
        "calendar": calendar,
        "people_count": people,
        "groups": list(groups(school, viewer.on)),
        "away": list(queries.away_now(school, viewer.on)),
        "acts": lately(viewer, "own"),
    }


def _gaps(viewer: Viewer, school: School, calendar: UnitCalendar, people: int) -> list[Task]:
    """What a school still lacks, in the order in which one would do it; those without a count are done."""
    manages = school.pk in viewer.schools_with(Capability.MANAGE_UNIT)
    return [
        _next_term(calendar, may=manages),
        Task(
            "名单还没有进来", "把现有的 Excel 传上来，有姓名就行", "setup:roster_new", int(people <= 1), "", "file-spreadsheet", "导入名单",
        ),
        Task(
            "没有分组的人", "不在任何组里，点名和统计都找不到", "setup:people", queries.without_group(school, viewer.on).count() if people > 1 else 0, query="?state=free",
        ),
        Task("还没有组长的组", "组里的活动没有人带", "setup:groups", queries.leaderless(school, viewer.on).count(), "个组", "hierarchy"),
        Task("还不能登录的人", "印登录条发给本人，十四天内有效", "setup:slips", queries.without_login(school, viewer.on), "人", "printer"),
    ]  # fmt: skip


def _next_term(calendar: UnitCalendar, *, may: bool) -> Task:
    """The term to be set when there is none, or the last one is over."""
    over = calendar.time is None or calendar.on > calendar.time.last
    title = "还没有校历" if calendar.time is None else "下一个学期还没有定"
    why = "填开学第一天和周数，周次、节假日、调休就都算好了"
    return Task(title, why, "setup:term", int(over and may), "", "calendar", "定学期")


def principal(viewer: Viewer) -> dict[str, Any]:
    """校长: five lines, nothing to configure, no names of people behind."""
    school = _school(viewer)
    if school is None:
        return {"school": None}
    return {
        "school": school,
        "calendar": calendar_of(school, viewer.on),
        "people_count": school.postings.filter(in_force(viewer.on)).values("person_id").distinct().count(),
        "kinds": groups(school, viewer.on)
        .order_by("kind__position")
        .values("kind__title")
        .annotate(n=Count("pk", distinct=True)),
        "leaderless": queries.leaderless(school, viewer.on).count(),
        "away_count": queries.away_now(school, viewer.on).count(),
        "leading_groups": list(school.leading_groups.filter(in_force(viewer.on)).select_related("kind")),
        "acts": lately(viewer, "see"),
    }


def district(viewer: Viewer) -> dict[str, Any]:
    """区: what is missing anywhere, then schools by code with what each has."""
    rows = list(queries.school_rows(viewer))
    calendar, founds = calendar_of(None, viewer.on), viewer.everywhere(Capability.MANAGE_UNIT)
    empty = sum(1 for row in rows if not row.people)
    gaps = [
        _next_term(calendar, may=founds),
        Task("还没有名单的学校", "传一份全区的名单，按学校代码分到各校", "setup:roster_new", empty if founds else 0, "所", "file-spreadsheet"),
    ]  # fmt: skip
    return {
        "rows": rows,
        "gaps": [gap for gap in gaps if gap.count],
        "columns": SCHOOL_COLUMNS,
        "people_count": sum(row.people for row in rows),
        "calendar": calendar,
        "unkept": [row for row in rows if founds and row.people and not row.has_office],
        "may_add": founds,
        "may_import": viewer.everywhere(Capability.MANAGE_PEOPLE),
    }


def region(viewer: Viewer) -> dict[str, Any]:
    """市: districts with counts."""
    return {"rows": queries.districts_of(viewer), "columns": DISTRICT_COLUMNS}


def expert(viewer: Viewer) -> dict[str, Any]:
    """专家: only what is assigned; nothing yet says so plainly."""
    return {"assigned": []}


def operator(viewer: Viewer) -> dict[str, Any]:
    """安装管理: how to begin, or what this installation holds; an empty one shows no row of zeros."""
    counts = queries.installation_counts()
    labels = (("districts", "个", "区"), ("schools", "个", "学校、幼儿园"), ("accounts", "个", "能登录的账号"))
    return {
        "begun": counts["districts"] > 0,
        "tally": [{"n": f"{counts[name]} {unit}", "label": label} for name, unit, label in labels],
    }
