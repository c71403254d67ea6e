"""Every page a signed-in or unknown person can open, with who opens it: the rows of the page table.

`unmeasured` finds addresses that are in no list, so that a new page cannot stay out of the table unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from bench.attended import attended
from bench.district import largest
from yanxiu.assessment.actions.runs import begin_run
from yanxiu.assessment.models import Run
from yanxiu.assessment.school_time import judged_on
from yanxiu.base import clock
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.files.actions import keep_bytes
from yanxiu.jobs.models import Job
from yanxiu.jobs.runner import run as work
from yanxiu.org.models import Appointment, Group, LeadingGroup, Person, Posting, School
from yanxiu.regulations import actions as decisions
from yanxiu.regulations.keeping import Entry, keep
from yanxiu.regulations.library import shelf
from yanxiu.regulations.queries import in_force, kinds_asked
from yanxiu.regulations.records import KeptRecord
from yanxiu.setup.actions.claims import claim_name, decide_claim
from yanxiu.setup.actions.slips import issue_slips
from yanxiu.setup.enums import OPEN_CLAIMS
from yanxiu.setup.models import Claim, RosterImport
from yanxiu.setup.queries.login import school_token
from yanxiu.tenants.models import Account, District

ROLES = ("officer", "office", "principal", "leader", "teacher", "city", "operator", "stranger")


@dataclass
class Scene:
    """Who looks, and at what: the largest school and something of everything in it."""

    accounts: dict[str, Account]
    objects: dict[str, Any] = field(default_factory=dict)

    def pk(self, name: str) -> str:
        """The id of one of the objects."""
        return str(self.objects[name].pk)


Args = Callable[[Scene], list[str]]


def of(name: str) -> Args:
    """The id of an object as the only part of the address."""
    return lambda scene: [scene.pk(name)]


@dataclass(frozen=True)
class Address:
    """One address as one role opens it."""

    name: str
    role: str
    args: Args = lambda scene: []
    query: Callable[[Scene], str] = lambda scene: ""
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}{f' {self.note}' if self.note else ''}"


def _with(query: str) -> Callable[[Scene], str]:
    return lambda scene: query


def _group(scene: Scene) -> str:
    return f"?group={scene.pk('group')}"


DISTRICT = "officer"
BOTH = ("officer", "office")
PAGES = [
    *(Address("dashboards:home", role) for role in ROLES[:-1]),
    *(Address(name, role) for name in ("dashboards:mine", "dashboards:schedule") for role in ("leader", "teacher")),
    Address("dashboards:group", "leader"),
    *(Address("dashboards:search", role, query=_with("?q=zhang"), note="姓名") for role in ("officer", "office", "teacher")),
    Address("dashboards:search", DISTRICT, query=_with("?q=小学"), note="学校"),
    *(Address("dashboards:audit", role) for role in ("officer", "principal")),
    Address("dashboards:audit", DISTRICT, query=_with("?below=20260101T000000000000-" + "0" * 32), note="更早的"),
    Address("dashboards:audit", "office", query=_with("?who=me"), note="我做的"),
    *(Address("dashboards:jobs", role) for role in BOTH),
    Address("dashboards:export", "office"),
    Address("ledger:balances", "office"),
    *(Address(name, role) for name in ("portfolio:journal", "lessons:observe") for role in ("leader", "teacher")),
    Address("portfolio:write", "teacher", lambda scene: ["reflection"]),
    *(Address("portfolio:records", role) for role in ("office", "principal", "leader")),
    Address("portfolio:records", "office", query=_with("?kind=lesson_observation"), note="一种"),
    Address("portfolio:export", "office"),
    Address("portfolio:enter", "office"),
    Address("portfolio:enter_kind", "office", lambda scene: ["lesson_observation"]),
    Address("portfolio:batch", "office", lambda scene: ["lesson_observation"]),
    *(Address(f"portfolio:{page}", "office", of("record")) for page in ("record", "edit", "print")),
    *(Address("activities:attendance", role) for role in ("office", "principal", "leader")),
    *(Address("activities:activity", role, of("activity")) for role in ("office", "principal")),
    *(Address(f"activities:{page}", "office", of("activity")) for page in ("edit", "sheet")),
    *(Address(f"activities:{page}", "office") for page in ("new", "import", "export")),
    Address("activities:register", "office", of("register"), note="一学期"),
    Address("activities:mine", "teacher"),
    Address("jobs:job", DISTRICT, of("job")),
    Address("jobs:part", DISTRICT, of("job")),
    *(Address("setup:people", role) for role in ("officer", "office", "principal")),
    Address("setup:people", DISTRICT, query=_with("?page=140"), note="靠后的一页"),
    Address("setup:people", DISTRICT, query=_with("?q=zhang"), note="拼音"),
    Address("setup:people", DISTRICT, query=_with("?state=away"), note="不在校"),
    Address("setup:people", DISTRICT, query=_with("?state=free"), note="没有分组"),
    Address("setup:people", DISTRICT, query=_with("?sort=work"), note="按参加工作"),
    Address("setup:people", "office", query=_group, note="一个组"),
    *(Address("setup:people_export", role) for role in BOTH),
    Address("setup:person_add", "office"),
    Address("setup:composition", "office"),
    *(Address(f"setup:{page}", role, of("person")) for page in ("person", "person_edit", "person_appoint", "person_join", "person_spell", "access") for role in BOTH),
    *(Address("setup:groups", role) for role in ("office", "principal")),
    Address("setup:group_add", "office"),
    Address("setup:group", "office", of("group")),
    Address("setup:group", "office", of("big_group"), note="最大的组"),
    *(Address("setup:slips", role) for role in BOTH),
    Address("setup:slips", DISTRICT, query=lambda scene: f"?school={scene.pk('school')}", note="一所学校"),
    *(Address("setup:claims", role) for role in BOTH),
    *(Address("setup:unit", role) for role in ("officer", "office", "teacher")),
    Address("setup:unit_of", DISTRICT, of("school")),
    Address("setup:rooms", "office"),
    *(Address("setup:styles", role) for role in BOTH),
    Address("setup:leading", "office", of("leading")),
    *(Address(f"setup:{page}", DISTRICT) for page in ("calendar_exams", "calendar_months")),  # a school that uses the district's term has none
    *(Address(f"regulations:{page}", role) for page in ("home", "library") for role in BOTH),
    *(Address("regulations:home", role) for role in ("principal", "teacher")),
    *(Address(f"regulations:{page}", "office", lambda scene: [scene.objects["adoption"].pack]) for page in ("pack", "adopt")),
    *(Address("regulations:read", role, of("adoption")) for role in ("office", "teacher")),
    *(Address(f"regulations:{page}", "office", of("adoption")) for page in ("rulings", "recommended", "end")),
    Address("regulations:ruling", "office", lambda scene: [scene.pk("adoption"), scene.objects["point"]]),
    *(Address(f"regulations:{page}", "office", of("sheet")) for page in ("sheet", "sheet_print", "signed")),
    *(Address("assessment:short", role) for role in ("office", "principal", "leader")),
    *(Address("assessment:short", "office", query=_with(f"?tab={tab}"), note=words) for tab, words in (("papers", "材料"), ("units", "学校和各组"))),
    *(Address(f"assessment:{page}", "office") for page in ("short_export", "lacking")),
    Address("assessment:explain", "office", lambda scene: ["teacher", str(scene.accounts["teacher"].person_id), scene.objects["adoption"].pack, scene.objects["rule"]]),
    *(Address("assessment:runs", role) for role in ("office", "principal")),
    *(Address(f"assessment:{page}", "office", of("run")) for page in ("run", "run_since", "run_export", "run_print", "run_seal")),
    Address("assessment:score_items", "office"),
    Address("assessment:scores", "office", lambda scene: [scene.pk("adoption"), scene.objects["item"]]),
    Address("assessment:effect", "office", lambda scene: [scene.pk("adoption"), scene.objects["point"]]),
    Address("assessment:my_results", "teacher"),
    Address("assessment:run_mine", "teacher", of("sealed")),
    Address("setup:school_add", DISTRICT),
    Address("setup:schools_import", DISTRICT),
    Address("setup:school_merge", DISTRICT, of("school")),
    *(Address("setup:alliances", role) for role in BOTH),
    *(Address("setup:roster_new", role) for role in BOTH),
    *(Address("setup:roster_template", role) for role in BOTH),
    Address("setup:roster", DISTRICT, of("roster"), note="等定"),
    Address("setup:roster", DISTRICT, of("roster_done"), note="导完"),
    Address("setup:roster_bad", DISTRICT, of("roster")),
    *(Address("setup:calendar", role) for role in BOTH),
    *(Address(f"setup:{page}", role) for page in ("term", "calendar_day") for role in BOTH),
    *(Address(f"setup:{page}", "teacher") for page in ("welcome", "password", "second_set", "my_login", "my_data", "my_data_file", "my_data_json")),
    *(Address(f"setup:{page}", "operator") for page in ("start", "start_school", "start_district")),
    Address("setup:reach", "office"),
    *(Address(f"setup:{page}", "stranger") for page in ("login", "join", "waiting")),
    Address("setup:slip", "stranger", lambda scene: [scene.objects["code"]]),
    Address("setup:school_login", "stranger", lambda scene: [scene.objects["token"]]),
    *(Address(name, "office") for name in ("web:design", "web:design_explain")),
    *(Address("web:design_layout", "office", lambda scene, layout=layout: [layout], note=layout) for layout in ("phone", "entry", "paper")),
]  # fmt: skip

# No page of their own: acts that answer with the next page, a file from the store, a step after a password.
APART = {
    "assessment:run_tie", "assessment:run_replay", "lessons:observation", "portfolio:mark", "portfolio:withdraw", "portfolio:written",
    "dashboards:choose_desk", "files:download", "jobs:stop", "setup:second", "setup:logout", "setup:sign_out_others", "setup:sign_out_device",
    "setup:decide_claim", "setup:give_back", "setup:person_end", "setup:roster_decide", "setup:roster_drop", "setup:roster_gone",
    "setup:roster_withdraw", "activities:object", "activities:answer", "activities:withdraw", "activities:register_drop",
}  # fmt: skip


def unmeasured() -> list[str]:
    """Addresses neither in the table nor set apart."""
    return sorted(set(_names(get_resolver())) - {page.name for page in PAGES} - APART)


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def scene_of(district: District) -> Scene:
    """Roles and objects of a built district."""
    with in_district(district):
        school = largest()
        people = _people(school)
        groups = list(Group.objects.filter(school=school).order_by("pk"))
        objects: dict[str, Any] = {
            "school": school,
            "person": people["teacher"],
            "group": groups[0],
            "big_group": max(groups, key=lambda group: group.memberships.count()),
            "leading": LeadingGroup.objects.filter(school=school)[0],
            "roster": RosterImport.objects.get(state="ready"),
            "roster_done": RosterImport.objects.get(state="done"),
            "job": Job.objects.filter(state="done")[0],
            "record": _record(school, people["teacher"]),
            "token": school_token(school),
            "code": issue_slips(school, [people["teacher"]], actor=COMMAND_LINE)[0].code,
            "receipt": _receipt(school, people["teacher"]),
            **attended(school),
            **_regulation(school),
            **_runs(school),
        }
        accounts = {role: Account.objects.get(person_id=person.pk) for role, person in people.items()}
    accounts["city"] = Account.objects.get(username="bench-city")
    accounts["operator"] = Account.objects.get(username="bench-operator")
    return Scene(accounts, objects)


def _record(school: School, person: Person) -> KeptRecord:
    """One observed lesson; the same on later runs on the same data."""
    kind = kinds_asked(school, clock.today())["lesson_observation"]
    return keep(Entry(school, kind, clock.today(), {}, person, key=UUID(int=1)), actor=COMMAND_LINE)


def _regulation(school: School) -> dict[str, Any]:
    """A pack of the library adopted by the school, one of its points ruled on a signed sheet, the next still open."""
    schools = [one.pack for one in shelf() if one.pack and one.pack.level == "school"]
    own = next(pack for pack in schools if any("given" in rule.body for rule in pack.rules))  # has points given by hand
    meeting = decisions.Meeting("校本研修领导小组", clock.today())
    adoption = decisions.adopt(own.id, school, start=clock.today(), meeting=meeting, replacing=True, actor=COMMAND_LINE)
    point, *rest = decisions.recommended(adoption) or list(own.points.values())
    chosen = {point.id: point.recommended or point.readings[0].key}
    sheet = decisions.rule(adoption, chosen, start=clock.today(), meeting=meeting, actor=COMMAND_LINE)
    if sheet.signed_file_id is None:
        scan = keep_bytes(
            b"%PDF-1.4", "签字.pdf", "pdf", purpose="ruling.signed", actor=COMMAND_LINE, school_id=school.pk
        )
        decisions.attach_signed(sheet, scan, actor=COMMAND_LINE)
    return {"adoption": adoption, "sheet": sheet, "point": (rest or [point])[0].id}


def _runs(school: School) -> dict[str, Any]:
    """Two runs of the regulation in force, the first sealed as it stands, and an item whose points are given by hand."""
    one = in_force(school, clock.today())[0]
    judged = judged_on(school, clock.today())
    assert judged is not None
    made = []
    for _ in range(2):
        run = begin_run(school, judged.term, one.adoption, actor=COMMAND_LINE)
        work(run.district_id, run.job_id)
        made.append(Run.objects.get(pk=run.pk))
    Run.objects.filter(pk=made[0].pk).update(state="sealed", sealed_at=clock.now(), decided_on=clock.today())
    given = next(rule.id for rule in one.pack.rules if "given" in rule.body)
    counted = next(rule.id for rule in one.pack.rules if rule.kind == "quota" and rule.subject == "teacher")
    return {"sealed": made[0], "run": made[1], "item": given, "rule": counted}


def _receipt(school: School, person: Person) -> str:
    """Of a device that waits for the office; devices of earlier runs on the same data no longer wait."""
    for claim in Claim.objects.filter(person=person, state__in=OPEN_CLAIMS):
        decide_claim(claim, False, actor=COMMAND_LINE)
    return claim_name(school, person, actor=COMMAND_LINE, device="手机")[1]


def _people(school: School) -> dict[str, Person]:
    """Who holds the post that opens each desk; a teacher holds none."""
    held = Appointment.objects.select_related("person", "post", "group").order_by("pk")
    posts = {"officer": "district_admin", "office": "teaching_director", "principal": "principal"}
    found = {role: _first(held.filter(post__code=code), school, role) for role, code in posts.items()}
    found["leader"] = held.filter(post__code="group_leader", group__school=school)[0].person
    busy = held.values("person_id")
    found["teacher"] = Posting.objects.filter(school=school).exclude(person__in=busy).order_by("pk")[0].person
    return found


def _first(held: Any, school: School, role: str) -> Person:
    person: Person = (held if role == "officer" else held.filter(school=school))[0].person
    return person
