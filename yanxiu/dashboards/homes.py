"""The content of each home page: what needs this person now, in that person's words."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from yanxiu.dashboards import queries
from yanxiu.org.access import AuditDoor
from yanxiu.org.models import Posting, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.time import calendar_of
from yanxiu.org.queries.units import groups, schools
from yanxiu.org.viewer import Viewer

RECENT = 6
GROUP_COLUMNS = [{"label": "组"}, {"label": "种类"}, {"label": "人数", "n": True}]
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


def today(viewer: Viewer) -> dict[str, Any]:
    """教师、组长: today, the next days that differ, my groups."""
    school = _school(viewer)
    return {"school": school, "calendar": calendar_of(school, viewer.on), "groups": queries.my_groups(viewer)} | posts(
        viewer
    )


def office(viewer: Viewer) -> dict[str, Any]:
    """教导处: what waits for a decision, then what is missing, then today."""
    school = _school(viewer)
    if school is None:
        return {"tasks": [], "school": None}
    claims, imports = list(queries.claims_waiting(viewer)[:20]), list(queries.imports_waiting(viewer)[:5])
    calendar = calendar_of(school, viewer.on)
    gaps = [
        queries.Task(
            "没有分组的人",
            "不在任何组里，点名和统计都找不到",
            "setup:people",
            count=queries.without_group(school, viewer.on).count(),
        ),
        queries.Task(
            "还没有组长的组", "活动没有人带", "setup:groups", count=queries.leaderless(school, viewer.on).count()
        ),
        queries.Task(
            "还不能登录的人",
            "印登录条，两周内有效",
            "setup:slips",
            "is-wait",
            count=queries.without_login(school, viewer.on),
        ),
    ]
    return {
        "school": school,
        "claims": claims,
        "imports": imports,
        "waiting": len(claims) + len(imports),
        "gaps": [gap for gap in gaps if gap.count],
        "calendar": calendar,
        "people_count": school.postings.filter(in_force(viewer.on)).values("person_id").distinct().count(),
        "groups": list(groups(school, viewer.on)),
        "group_columns": GROUP_COLUMNS,
        "away": list(queries.away_now(school, viewer.on)),
        "acts": AuditDoor.visible(viewer, queries.acts(viewer), "own")[:RECENT],
    }


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
        "acts": AuditDoor.visible(viewer, queries.acts(viewer), "see")[:RECENT],
    }


def district(viewer: Viewer) -> dict[str, Any]:
    """区: schools by code with what each has and lacks."""
    rows = list(queries.school_rows(viewer))
    return {
        "rows": rows,
        "columns": SCHOOL_COLUMNS,
        "people_count": sum(row.people for row in rows),
        "calendar": calendar_of(None, viewer.on),
    }


def region(viewer: Viewer) -> dict[str, Any]:
    """市: districts with counts."""
    return {"rows": queries.districts_of(viewer), "columns": DISTRICT_COLUMNS}


def expert(viewer: Viewer) -> dict[str, Any]:
    """专家: only what is assigned; nothing yet says so plainly."""
    return {"assigned": []}


def operator(viewer: Viewer) -> dict[str, Any]:
    """安装管理: what this installation holds, and how to begin."""
    counts = queries.installation_counts()
    labels = (("districts", "区"), ("schools", "单位"), ("accounts", "能登录的账号"))
    return {"tally": [{"n": counts[name], "label": label} for name, label in labels]}
