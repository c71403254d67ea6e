"""A district judged, against the bare count over the same rows: `python3 run.py exec bench/evaluate.py [--quick] [--json]`.

On PostgreSQL, in one run: `SELECT person, kind, count(*) … GROUP BY` over every table of records, then the whole path of
a run without storing it: facts of each school from the database, every rule judged and explained. See README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yanxiu.assessment.judging import Bench
    from yanxiu.org.models import School

SIZES = {True: (30, 100, 100), False: (150, 100, 100)}  # quick: schools, teachers a school, records a teacher
TERM_FIRST, TERM_LAST = date(2026, 3, 2), date(2026, 7, 10)
ON = date(2026, 7, 1)
ALONE = 200  # teachers timed one by one
MEMORY = 1024 if sys.platform != "darwin" else 1024 * 1024  # what ru_maxrss counts in


def main(arguments: list[str] | None = None) -> int:
    """Build, measure, print."""
    options = _options(arguments)
    with _database(options.database) as url, tempfile.TemporaryDirectory(prefix="yanxiu-bench-") as folder:
        os.environ |= {"DATABASE_URL": url, "YANXIU_DATA": folder, "DJANGO_SETTINGS_MODULE": "yanxiu.config.settings"}
        _start(Path(folder))
        result = _measured(*SIZES[options.quick], options.pack)
    print(json.dumps(result) if options.json else "\n".join(f"{name}: {value}" for name, value in result.items()))
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="全区按制度判一遍的用时，是只数条数的几倍")
    parser.add_argument("--quick", action="store_true", help="3000 人、30 万条；不给就是 15000 人、150 万条")
    parser.add_argument("--pack", default="", help="用哪一份制度；不给就用管教师的规则最多的一份")
    parser.add_argument("--database", default="", help="PostgreSQL 的地址（空库），不给就临时起一个")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


@contextlib.contextmanager
def _database(given: str) -> Iterator[str]:
    if given:
        yield given
        return
    from launcher import postgres  # noqa: PLC0415 - only when run

    with postgres.server() as url:
        yield url


def _start(folder: Path) -> None:
    from yanxiu.cli.django import start  # noqa: PLC0415 - settings come from the environment
    from yanxiu.cli.init import make_real  # noqa: PLC0415

    make_real(folder)
    start()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def _measured(schools: int, teachers: int, records: int, wanted: str) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415

    from yanxiu.base.tenancy import in_district  # noqa: PLC0415

    district, made, pack = _world(schools, teachers, wanted)
    with in_district(district):
        rows = _fill(pack, schools * teachers, records)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _say(f"{schools * teachers} 人，{rows} 条")
        bare = min(_bare() for _ in range(3))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEMORY
        began, read, findings = time.perf_counter(), 0.0, 0
        for school in made:
            seconds, count = _judged(school)
            read, findings = read + seconds, findings + count
        whole = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEMORY
        return {
            "teachers": schools * teachers,
            "records": rows,
            "findings": findings,
            "ratio_group_by": round(whole / bare, 1),
            "ratio_read": round(read / bare, 1),
            "one_teacher_ms": round(_alone(made[0]), 2),
            "peak_mb": round(peak, 1),
            "grown_mb": round(peak - before, 1),
            "bare_ms": round(bare * 1000, 1),
        }


def _world(schools: int, teachers: int, wanted: str) -> tuple[Any, list[School], Any]:
    """A district whose schools follow one regulation, everything recommended adopted."""
    from yanxiu.base.actions import COMMAND_LINE  # noqa: PLC0415
    from yanxiu.base.tenancy import in_district  # noqa: PLC0415
    from yanxiu.org.actions import time as school_time  # noqa: PLC0415
    from yanxiu.org.actions import units  # noqa: PLC0415
    from yanxiu.org.models import Person, Posting, PostingKind  # noqa: PLC0415
    from yanxiu.regulations.actions import Meeting, adopt, adopt_recommended  # noqa: PLC0415
    from yanxiu.regulations.library import shelf  # noqa: PLC0415

    usable = [one.pack for one in shelf() if one.pack and wanted in ("", one.id)]
    pack = max(usable, key=lambda one: sum(rule.subject == "teacher" for rule in one.rules))
    district = units.found_district("BENCHE", "实测区", actor=COMMAND_LINE)
    with in_district(district):
        year = school_time.open_year(2025, actor=COMMAND_LINE)
        school_time.set_term(year, 2, first_day=TERM_FIRST, last_day=TERM_LAST, actor=COMMAND_LINE)
        meeting, kind = Meeting("领导小组", TERM_FIRST), PostingKind.objects.get(code="permanent")
        made = []
        for number in range(schools):
            school = units.create_school(f"S{number:04d}", f"第{number}实测学校", actor=COMMAND_LINE)
            adoption = adopt(pack.id, school, start=TERM_FIRST, meeting=meeting, actor=COMMAND_LINE)
            adopt_recommended(adoption, start=TERM_FIRST, meeting=meeting, actor=COMMAND_LINE)
            people = Person.objects.bulk_create(
                Person(name=f"教师{number}-{n}", name_key=f"{number:04d}{n:04d}") for n in range(teachers)
            )
            Posting.objects.bulk_create(
                Posting(person=one, school=school, kind=kind, start=date(2020, 9, 1)) for one in people
            )
            made.append(school)
    return district, made, pack


def _fill(pack: Any, people: int, each: int) -> int:
    """Records of every kind a teacher keeps under the pack, spread over the term, written by the database itself."""
    from django.db import connection  # noqa: PLC0415

    from yanxiu.regulations.records import MARKED, house_of  # noqa: PLC0415

    kinds = [kind for kind in pack.records.values() if kind.subject == "teacher" and kind.id != "attendance"]
    days = (ON - TERM_FIRST).days
    total = 0
    for number, kind in enumerate(kinds):
        share = each // len(kinds) + (number < each % len(kinds))
        prose = [field.id for field in kind.fields if field.type not in MARKED]
        texts = dict.fromkeys(prose, "实测的一段话，长短和平常写的差不多")
        given = f",{','.join(sorted(prose))}," if prose else ""
        model: Any = house_of(kind.id)
        columns = {field.column for field in model._meta.concrete_fields}
        extra = {"page": "''", "memo": "''", "taught_by_name": "''"}
        more = {name: value for name, value in extra.items() if name in columns}
        sql = f"""
            INSERT INTO {model._meta.db_table} (id, district_id, school_id, person_id, kind, "on", marks, texts, given,
                state, origin, source, entered_at, revision, key{"".join(", " + name for name in more)})
            SELECT gen_random_uuid(), p.district_id, t.school_id, p.id, %s,
                %s::date + ((n * 7 + %s) %% %s)::int, '{{}}', %s::jsonb, CASE WHEN n %% 9 = 0 THEN '' ELSE %s END,
                'kept', 'own', '', now(), 1, gen_random_uuid(){"".join(", " + value for value in more.values())}
            FROM org_person p JOIN org_posting t ON t.person_id = p.id AND t.district_id = p.district_id,
                generate_series(1, %s) n
        """
        with connection.cursor() as cursor:
            cursor.execute(sql, [kind.id, TERM_FIRST, number, days, json.dumps(texts), given, share])
            total += cursor.rowcount
    return total


def _bare() -> float:
    """Seconds of the bare count over the same rows."""
    from django.db import connection  # noqa: PLC0415

    from yanxiu.regulations.records import tables  # noqa: PLC0415

    began = time.perf_counter()
    with connection.cursor() as cursor:
        for model in tables():
            cursor.execute(f"SELECT person_id, kind, count(*) FROM {model._meta.db_table} GROUP BY person_id, kind")
            cursor.fetchall()
    return time.perf_counter() - began


def _bench(school: School) -> Bench:
    from yanxiu.assessment.judging import benches  # noqa: PLC0415

    return benches(school, ON)[0]


def _judged(school: School) -> tuple[float, int]:
    """Seconds spent on reading facts, and how many findings came of them."""
    bench = _bench(school)
    began = time.perf_counter()
    kept = bench.facts("teacher")
    read = time.perf_counter() - began
    return read, sum(len(found) for _, found in bench.findings(kept))


def _alone(school: School) -> float:
    """Milliseconds of one teacher's whole term, explained: the median of many, facts at hand."""
    bench = _bench(school)
    kept = bench.facts("teacher")[:ALONE]
    evaluation = bench.evaluation(kept)
    taken = []
    for one in kept:
        began = time.perf_counter()
        list(evaluation.of(one.subject))
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
