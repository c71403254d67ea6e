"""Every address of the product: who may, who may not, and the word by which one sees the difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.scene import (
    DAY,
    DIVISION,
    DRAFT,
    GROUP,
    LIST,
    MET,
    NAME,
    OWN_TOPIC,
    PAPER,
    SHEET,
    SIGNED,
    TEAM,
    TOPIC,
    Scene,
)

ROLES = ("office", "principal", "leader", "teacher", "officer", "neighbour_office", "stranger", "strange_officer")
HERE = frozenset({"office", "principal", "officer"})  # who sees the people of the first school
OFFICE = frozenset({"office", "officer"})
DECIDES = frozenset({"office", "principal", "officer"})  # who adopts and rules for the first school
BOUND = DECIDES | {"leader", "teacher"}  # everybody its regulation binds
ANY_DECIDER = DECIDES | {"neighbour_office", "stranger", "strange_officer"}  # each for the own unit
Values = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Route:
    """One address with the rightful role, the word it sees there, and everybody who may see that word too.

    `object_` says that the address names an object: who may not see it gets 403 or 404. A `post` is the act the
    rightful role may do there; for all outside `may` it is refused and nothing in the database changes.
    """

    name: str
    rightful: str = "office"
    marker: str = ""
    may: frozenset[str] = frozenset()
    args: Callable[[Scene], list[Any]] = lambda scene: []
    query: str = ""
    post: Values | None = None
    get: bool = True
    object_: bool = field(default=False)
    why: str = ""


def of(attribute: str) -> Callable[[Scene], list[Any]]:
    """The id of one of the scene's objects as the only part of the address."""
    return lambda scene: [getattr(scene, attribute).pk]


def obj(name: str, attribute: str, **more: Any) -> Route:
    """A route whose address names an object of the first school."""
    return Route(name, args=of(attribute), object_=True, **more)


def decided(scene: Scene, **more: Any) -> dict[str, Any]:
    """What every form of deciding asks for."""
    return {"start": "2026-09-01", "decided_by": "校务会", "decided_on": "2026-05-20", **more}


def nothing(scene: Scene) -> dict[str, Any]:
    """An act without particulars."""
    return {}


ROUTES = [
    Route("dashboards:home", marker=GROUP, may=frozenset({"office"})),
    Route("dashboards:mine", "teacher", "费乐天", may=frozenset({"teacher"})),
    Route("dashboards:schedule", marker=DAY, may=frozenset({"office", "principal", "leader", "teacher"})),
    Route("dashboards:group", "leader", "费乐天", may=frozenset({"leader"})),
    Route("dashboards:audit", marker="任文博", may=HERE),
    Route("dashboards:jobs", marker=LIST, may=OFFICE),
    Route("dashboards:export", marker="近处小学", may=frozenset({"office", "principal"})),
    Route("ledger:balances", marker=PAPER, may=frozenset({"office"})),
    Route("setup:slips", marker=NAME, may=frozenset({"office"})),
    Route("setup:claims", marker=NAME, may=OFFICE),
    obj("setup:decide_claim", "claim", may=OFFICE, get=False, post=lambda scene: {"answer": "no"}),
    obj("setup:access", "person", marker=NAME, may=OFFICE),
    obj("setup:give_back", "person", may=OFFICE, get=False, post=nothing),
    Route("setup:unit", marker="近处小学", may=frozenset({"office", "principal", "leader", "teacher"})),
    Route("setup:rooms", marker="近处小学", may=frozenset({"office"})),
    Route("setup:styles", marker="组织样式", may=frozenset({"office", "officer", "neighbour_office", "stranger", "strange_officer"})),
    obj("setup:leading", "leading", marker=DIVISION, may=frozenset({"office", "principal", "leader", "teacher", "officer"})),
    Route("setup:schools_import", "officer", "导入学校名单", may=frozenset({"officer", "strange_officer"})),
    Route("setup:school_add", "officer", "新建学校", may=frozenset({"officer", "strange_officer"})),
    Route("setup:unit_of", args=lambda scene: [scene.cast.school.pk], object_=True, marker="近处小学", may=frozenset({"office", "principal", "leader", "teacher", "officer"})),
    Route("setup:school_merge", "officer", "并入另一所学校", args=lambda scene: [scene.cast.school.pk], object_=True, may=frozenset({"officer"}), post=lambda scene: {"target": scene.cast.neighbour.pk, "on": "2026-05-20"}),
    Route("setup:alliances", marker="联合体", may=frozenset(ROLES)),
    Route("setup:roster_new", marker=LIST, may=OFFICE),
    Route("setup:roster_template", marker="姓名", may=frozenset({"office", "officer", "neighbour_office", "stranger", "strange_officer"})),
    obj("setup:roster", "roster", marker=NAME, may=OFFICE),
    obj("setup:roster_decide", "roster", may=OFFICE, get=False, post=lambda scene: {"then": "look"}),
    obj("setup:roster_drop", "roster", may=OFFICE, get=False, post=nothing),
    obj("setup:roster_gone", "roster", may=OFFICE, get=False, post=nothing),
    obj("setup:roster_withdraw", "roster", may=OFFICE, get=False, why="a list that is not imported: 409", post=nothing),
    Route("setup:people", marker=NAME, may=HERE),
    Route("setup:people_export", marker=NAME, may=HERE),
    Route("setup:person_add", marker="加一个人", may=frozenset({"office", "neighbour_office", "stranger"})),
    Route("setup:composition", marker="队伍构成", may=frozenset({"office", "principal", "neighbour_office", "stranger"})),
    obj("setup:person", "person", marker=NAME, may=HERE),
    obj("setup:person_edit", "person", marker=NAME, may=OFFICE, post=lambda scene: {"name": "改名了"}),
    obj("setup:person_appoint", "person", marker=NAME, may=OFFICE),
    obj("setup:person_join", "person", marker=NAME, may=OFFICE, post=lambda scene: {"group": scene.group.pk, "start": "2026-05-20"}),
    obj("setup:person_spell", "person", marker=NAME, may=OFFICE),
    Route("setup:person_end", args=lambda scene: [scene.person.pk, "membership", scene.person.group_memberships.get().pk], object_=True, get=False, may=OFFICE, post=nothing),
    Route("setup:groups", marker=GROUP, may=frozenset({"office", "principal"})),
    Route("setup:group_add", marker="新建一个组", may=frozenset({"office", "neighbour_office", "stranger"}), post=lambda scene: {"kind": scene.group.kind_id, "name": "新组"}),
    obj("setup:group", "group", marker=NAME, may=HERE, post=lambda scene: {"what": "rename", "name": "改名了"}),
    Route("setup:calendar", marker=DAY, may=frozenset({"office", "principal", "leader", "teacher"})),
    Route("setup:term", marker="开学第一天", may=frozenset({"office", "officer", "neighbour_office", "stranger", "strange_officer"})),
    Route("setup:calendar_day", marker="这一天", may=frozenset({"office", "officer", "neighbour_office", "stranger", "strange_officer"}), post=lambda scene: {"withdraw": scene.correction.pk}),
    Route("setup:calendar_exams", "officer", "定考试周", may=frozenset({"officer"}), post=lambda scene: {"name": "期末考试", "first_day": "2026-06-29", "last_day": "2026-07-03"}, why="the only own term is the district's"),
    Route("setup:calendar_months", "officer", "定教学月", may=frozenset({"officer"}), post=lambda scene: {"months": "第一月 2026-03-02 2026-03-29"}, why="the only own term is the district's"),
    Route("assessment:short", marker=NAME, may=frozenset({"office", "principal"})),
    Route("assessment:lacking", marker="还缺的资料", may=frozenset({"office", "neighbour_office", "stranger"}), post=nothing, why="an office without a regulation reads that nothing is lacking"),
    Route("assessment:short_export", marker=NAME, may=frozenset({"office", "principal"})),
    Route("assessment:explain", marker=NAME, args=lambda scene: ["teacher", scene.person.pk, scene.judged.pack, "observe-month"], object_=True, may=HERE),
    Route("assessment:runs", marker="第 2 次", may=frozenset({"office", "principal"}), why="begun in tests/assessment/runs"),
    Route("assessment:my_results", "teacher", "考核 · ", may=frozenset({"office", "principal", "leader", "teacher"}), why="everybody the own"),
    Route("assessment:score_items", marker="手工评分", may=frozenset({"office", "principal", "neighbour_office", "stranger"})),
    Route("assessment:scores", marker=NAME, args=lambda scene: [scene.judged.pk, scene.scored], object_=True, may=frozenset({"office", "principal"}), post=lambda scene: {f"r-{scene.person.pk}": "x"}),
    obj("assessment:run", "run", marker=NAME, may=DECIDES),
    obj("assessment:run_since", "run", marker=NAME, may=DECIDES, why="something was registered since"),
    obj("assessment:run_export", "run", marker=NAME, may=DECIDES),
    obj("assessment:run_print", "run", marker=NAME, may=DECIDES),
    obj("assessment:run_seal", "run", marker="封存第 2 次试算", may=DECIDES, why="what is open stands in the way: tests/assessment/runs"),
    obj("assessment:run_tie", "run", may=DECIDES, get=False, why="a tie is settled in tests/assessment/runs"),
    obj("assessment:run_replay", "run", may=DECIDES, get=False, post=nothing),
    obj("assessment:run_mine", "sealed", rightful="teacher", marker="我的考核结果", may=frozenset({"office", "principal", "leader", "teacher"}), why="everybody the own"),
    Route("assessment:effect", marker="种读法各是多少", args=lambda scene: [scene.judged.pk, scene.weighed], object_=True, may=DECIDES),
    Route("portfolio:journal", "teacher", "费乐天", may=frozenset({"teacher"})),
    Route("lessons:observe", "teacher", "登记一节听课", may=frozenset({"office", "principal", "leader", "teacher", "neighbour_office", "stranger"})),
    Route("lessons:observation", "teacher", OWN_TOPIC, args=lambda scene: [scene.lesson.key], may=frozenset({"teacher"}), why="a key nobody has yet is a new page: no object"),
    Route("portfolio:write", "teacher", "教学反思", args=lambda scene: ["reflection"], may=frozenset({"office", "principal", "leader", "teacher", "neighbour_office", "stranger"})),
    Route("portfolio:written", "teacher", DRAFT, args=lambda scene: ["reflection", scene.draft.key], may=frozenset({"teacher"}), why="as above"),
    Route("portfolio:records", marker=TOPIC, may=frozenset({"office", "principal"})),
    Route("portfolio:export", marker=TOPIC, may=frozenset({"office", "principal"})),
    Route("portfolio:mark", get=False, may=frozenset({"office", "principal", "leader", "neighbour_office", "stranger"}), post=lambda scene: {"kind": "lesson_observation", "id": scene.observation.pk}, why="of the own school only: tests/portfolio"),
    Route("portfolio:enter", marker="照纸质本", may=frozenset({"office", "neighbour_office", "stranger"})),
    Route("portfolio:enter_kind", marker=NAME, args=lambda scene: ["lesson_observation"], may=frozenset({"office"})),
    Route("portfolio:batch", marker=NAME, args=lambda scene: ["reflection"], may=frozenset({"office"})),
    obj("portfolio:record", "observation", marker=TOPIC, may=frozenset({"office", "principal"})),
    obj("portfolio:edit", "observation", marker=TOPIC, may=frozenset({"office"}), post=lambda scene: {"on": "2026-05-20", "key": scene.observation.key, "revision": 1, "f_topic": "改了"}),
    obj("portfolio:withdraw", "observation", may=frozenset({"office"}), get=False, post=lambda scene: {"reason": "重复登记"}),
    obj("portfolio:print", "observation", marker=TOPIC, may=frozenset({"office", "principal"})),
    Route("regulations:home", marker=TEAM, may=frozenset({"office", "principal"}), why="it begins in September: phone and district show what is in force"),
    Route("regulations:library", marker="制度库", may=ANY_DECIDER),
    Route("regulations:pack", marker="原文条款", args=lambda scene: [scene.adoption.pack], may=ANY_DECIDER),
    Route("regulations:adopt", marker="看会有什么变化", args=lambda scene: [scene.adoption.pack], may=ANY_DECIDER, post=decided),
    obj("regulations:read", "adoption", marker=TEAM, may=BOUND),
    obj("regulations:end", "adoption", marker="以前的结果都留着", may=DECIDES, post=lambda scene: {"end": "2026-09-01"}),
    obj("regulations:rulings", "adoption", marker=TEAM, may=DECIDES),
    Route("regulations:ruling", marker=TEAM, args=lambda scene: [scene.adoption.pk, scene.point.id], object_=True, may=DECIDES, post=lambda scene: decided(scene, reading=scene.point.recommended)),
    obj("regulations:recommended", "adoption", marker=TEAM, may=DECIDES, post=decided),
    obj("regulations:sheet", "sheet", marker=TEAM, may=BOUND, why="the signed page is handed in here: tests/regulations"),
    obj("regulations:sheet_print", "sheet", marker=TEAM, may=BOUND),
    obj("regulations:signed", "sheet", marker=SIGNED, may=BOUND),
    obj("jobs:job", "job", marker=LIST, may=OFFICE),
    obj("jobs:part", "job", marker=LIST, may=OFFICE, why="the progress part"),
    obj("jobs:stop", "job", may=frozenset({"office"}), get=False, post=nothing),
    obj("files:download", "file", marker="PK-not-read", may=OFFICE),
    Route("activities:attendance", marker=MET, may=frozenset({"office", "principal"}), why="the principal sees that it was held"),
    Route("activities:mine", "teacher", MET, may=frozenset({"teacher"}), why="the teacher was there"),
    Route("activities:new", marker="登记活动", may=frozenset({"office", "neighbour_office", "stranger"}), post=lambda scene: {"title": "新活动", "on": "2026-05-20", "kind": "none", "group": str(scene.group.pk)}, why="the group is one of the first school's"),
    Route("activities:export", marker=MET, may=frozenset({"office"})),
    Route("activities:import", marker=SHEET, may=frozenset({"office"})),
    obj("activities:activity", "activity", marker=NAME, may=frozenset({"office", "principal", "officer"}), post=lambda scene: {f"m-{scene.person.pk}": "√", "reason": "x"}),
    obj("activities:edit", "activity", marker=MET, may=OFFICE, post=lambda scene: {"title": MET, "on": "2026-05-20", "kind": "none", "group": str(scene.group.pk)}),
    obj("activities:sheet", "activity", marker=NAME, may=frozenset({"office", "principal", "officer"})),
    obj("activities:register", "register", marker=NAME, may=OFFICE, post=lambda scene: {"symbol:√": "到会"}),
    obj("activities:register_drop", "register", may=OFFICE, get=False, post=nothing),
    obj("activities:answer", "objection", may=OFFICE, get=False, post=lambda scene: {"answer": "查过了"}),
    obj("activities:withdraw", "activity", may=OFFICE, get=False, post=lambda scene: {"reason": "登重了"}),
    obj("activities:object", "own", rightful="teacher", may=frozenset({"teacher"}), get=False, post=lambda scene: {"words": "我到了"}),
]  # fmt: skip

# Addresses where there is nothing of anybody else's to reach; each says why, and where it is tested.
APART = {
    "setup:login": "open to strangers; tests/setup/login",
    "setup:second": "open after a password; tests/setup/login",
    "setup:logout": "one's own session; tests/setup/login",
    "setup:slip": "opened by its code; tests/setup/login",
    "setup:join": "open to strangers; tests/setup/login",
    "setup:waiting": "opened by a receipt; tests/setup/login",
    "setup:school_login": "opened by a signed address; tests/setup/login",
    "setup:welcome": "one's own; tests/setup/login",
    "setup:password": "one's own; tests/setup/login",
    "setup:second_set": "one's own; tests/setup/login",
    "setup:my_login": "one's own; tests/setup/login",
    "setup:sign_out_others": "one's own; tests/setup/login",
    "setup:sign_out_device": "one's own; tests/setup/login",
    "setup:my_data": "one's own; tests/setup/login",
    "setup:my_data_file": "one's own; tests/setup/login",
    "setup:my_data_json": "one's own; tests/setup/login",
    "setup:start": "the operator's; test_nobody_but_the_operator_founds",
    "setup:start_school": "the operator's; test_nobody_but_the_operator_founds",
    "setup:start_district": "the operator's; test_nobody_but_the_operator_founds",
    "setup:reach": "says only the address one came by",
    "setup:roster_bad": "reads the real file: tests/setup/test_roster_pages",
    "dashboards:search": "test_search_finds_nobody_of_another_school_or_district",
    "dashboards:choose_desk": "one's own session",
    "web:design": "samples",
    "web:design_explain": "samples",
    "web:design_layout": "samples",
}
