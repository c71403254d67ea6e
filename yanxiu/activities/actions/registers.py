"""A paper register on its way in: kept as cells, decided by the office, written all at once or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from yanxiu.activities.actions.activities import Plan, make_activity, one_at_a_time
from yanxiu.activities.actions.rolls import Recorded, Roll, put
from yanxiu.activities.enums import SheetState
from yanxiu.activities.judging import NOTHING, Event, Judged, judge
from yanxiu.activities.models import Attendance, RegisterImport, RegisterSymbol
from yanxiu.activities.register.grid import Grid, GridProblem, from_paste, from_sheet
from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.base.postgresql import partitions
from yanxiu.jobs.actions import submit
from yanxiu.jobs.registry import Reporter, Silent
from yanxiu.org.models import Group, School, Term
from yanxiu.regulations.attending import Attending, attending
from yanxiu.regulations.records import Origin
from yanxiu.regulations.signals import records_changed
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.reader import read_book

IMPORT = "register.import"
LARGEST = 5 * 1024 * 1024  # bytes of a file
LONG = 3000  # marks; more are written by a job


@dataclass(frozen=True)
class SheetOf:
    """What a register is of: its term, whose activities, what they count as, their name where the head has none."""

    term: Term
    title: str
    group: Group | None = None
    kind: str = ""
    paper: bool = True


def upload_register(
    school: School, of: SheetOf, *, file: IO[bytes] | None = None, name: str = "", text: str = "", actor: Actor
) -> RegisterImport:
    """Keep a register's cells, from a file or a paste, to be looked at before anything is written. Raises Refusal."""
    if not of.title.strip():
        raise Refusal("请写活动名称，表头没有名称的列就用它。", field="title")
    try:
        grid = _read(file, name) if file is not None else from_paste(text[: LARGEST // 4])
    except GridProblem as problem:
        raise Refusal(problem.message, field="text" if file is None else "file") from problem
    with acting(actor, "register.upload", school=school.pk) as act:
        return act.create(
            RegisterImport(
                school=school, group=of.group, term=of.term, kind=of.kind, title=of.title.strip(), paper=of.paper,
                name=(name or "粘贴的签到表")[:200], grid=grid.to_json(), created_at=actor.moment,
            )
        )  # fmt: skip


def decide(register: RegisterImport, answers: Mapping[str, Mapping[str, str]], *, actor: Actor) -> RegisterImport:
    """Keep what was decided on the page; asked symbols are remembered for the unit. Raises Refusal."""
    _open(register)
    with acting(actor, "register.decide", about=register, school=register.school_id) as act:
        merged = {part: {**register.answers.get(part, {}), **given} for part, given in answers.items()}
        act.change(register, answers={**register.answers, **merged})
        _remember(act, register)
    return register


def have_imported(register: RegisterImport, *, actor: Actor) -> RegisterImport:
    """Write it now, or by a job when it is large. Raises Refusal while something stands in the way."""
    _open(register)
    found = _clear(register)
    if sum(found.table.symbols.values()) <= LONG:
        import_register(register, actor=actor)
        return register
    with acting(actor, "register.go", about=register, school=register.school_id) as act:
        act.move(register, "state", SheetState.READY, SheetState.IMPORTING)
        job = submit(
            IMPORT, f"导入签到表：{register.name}", {"register": str(register.pk)}, actor=actor,
            key=str(register.pk), school_id=register.school_id,
        )  # fmt: skip
        act.change(register, job=job)
    return register


def import_register(register: RegisterImport, *, progress: Reporter | None = None, actor: Actor) -> dict[str, int]:
    """Write every mark, all or none. The same sheet again changes nothing; a corrected one corrects. Raises Refusal."""
    tell = progress or Silent()
    partitions.ensure(Attendance, _unusual(register))
    with acting(actor, "register.import", note=register.name, about=register, school=register.school_id) as act:
        one_at_a_time(register.school)
        register.refresh_from_db(fields=["state", "result"])
        if register.state == SheetState.DONE:
            return dict(register.result)
        found = _clear(register)
        done, made = Recorded(), 0
        for number, event in enumerate(found.events, start=1):
            made += event.activity is None
            done.add(_write(act, register, found, event))
            tell.at(number, len(found.events), f"正在写第 {number} 次活动")
        result = {
            "events": len(found.events),
            "new_events": made,
            "new": done.new,
            "corrected": done.corrected,
            "same": done.same,
        }
        act.change(register, state=SheetState.DONE, result=result, grid={}, answers={})
        records_changed.send(sender=Attendance, school_id=register.school_id, person_ids=done.people)
    return result


def drop_register(register: RegisterImport, *, actor: Actor) -> RegisterImport:
    """Give it up; nothing was written, and its cells go."""
    with acting(actor, "register.drop", school=register.school_id) as act:
        return act.move(register, "state", SheetState.READY, SheetState.DROPPED, grid={}, answers={})


def _write(act: Act, register: RegisterImport, found: Judged, event: Event) -> Recorded:
    origin, source = (Origin.PAPER, f"签到表 {register.name}") if register.paper else (Origin.IMPORTED, register.name)
    cells = found.cells(event)
    activity = event.activity
    if activity is None:
        plan = Plan(event.title, event.day, register.group, register.kind)
        activity = act.create(make_activity(register.school, plan, origin=origin, source=source[:120], actor=act.actor))
    roll = Roll(
        origin, source[:120], f"照签到表“{register.name}”更正", {person.pk: mark for person, (mark, _) in cells.items()}
    )
    return put(act, activity, {person: fields for person, (_, fields) in cells.items()}, roll, _kept(found, activity))


def _kept(found: Judged, activity: Any) -> Attending:
    """How attendance is kept on the activity's own day."""
    return attending(activity.school, activity.on)


def _clear(register: RegisterImport) -> Judged:
    try:
        found = judge(register)
    except GridProblem as problem:
        raise Refusal(problem.message) from problem
    if found.troubles:
        raise Refusal(f"还有 {len(found.troubles)} 处没有定，定完再导入。一处不清，全表都不写。")
    if not found.events:
        raise Refusal("这张表里没有可以导入的符号。")
    return found


def _remember(act: Act, register: RegisterImport) -> None:
    """Symbols answered on the page, kept for the unit's next sheet."""
    kept = attending(register.school, clock.today())
    known = {one.symbol: one for one in RegisterSymbol.objects.filter(school=register.school)}
    for symbol, title in register.answers.get("symbols", {}).items():
        way = kept.titled(title)
        if way is None and title != NOTHING:
            continue
        values = {"title": way.title if way else "不登记", "fields": dict(way.fields) if way else {}}
        if symbol in known:
            act.change(known[symbol], **values)
        else:
            act.create(RegisterSymbol(school=register.school, symbol=symbol, **values))


def _open(register: RegisterImport) -> None:
    if register.state != SheetState.READY:
        raise Refusal("这份签到表已经导入、正在导入，或已放弃。要改，请再传一次。")


def _unusual(register: RegisterImport) -> tuple[int, ...]:
    year, now = register.term.year.begins_in, clock.school_year_of(clock.today())
    return () if year in (now, now + 1) else (year,)


def _read(file: IO[bytes], name: str) -> Grid:
    """The first sheet with something on it. Raises Refusal for what is no table, or a hostile one."""
    size = file.seek(0, 2)
    if size > LARGEST:
        raise Refusal("签到表超过 5 MB。请删去图片和别的工作表再传。", field="file")
    file.seek(0)
    with tempfile.NamedTemporaryFile() as copy:
        copy.write(file.read())
        copy.flush()
        try:
            book = read_book(Path(copy.name), name)
        except RosterError as problem:
            raise Refusal(problem.message.replace("名单", "签到表"), field="file") from problem
    sheet = next((one for one in book.sheets if not one.hidden and any(any(row.values) for row in one.rows)), None)
    if sheet is None:
        raise Refusal("里面没有写了字的工作表。", field="file")
    return from_sheet(sheet)
