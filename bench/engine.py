"""How long the policy engine takes for one teacher's term: `python3 run.py exec bench/engine.py`.

Every rule of every pack for one invented teacher, with all points open and with all of them ruled; the pack is in memory,
as it is for the second page anybody opens. Medians of many rounds, of the processor's time: what else the machine
does matters less.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.worlds import CALENDAR, ON, people  # noqa: E402
from yanxiu.policy.evaluate import Evaluation, recommended  # noqa: E402
from yanxiu.policy.facts import RecordFacts, Subject  # noqa: E402
from yanxiu.policy.loader import load  # noqa: E402
from yanxiu.policy.pack import Pack  # noqa: E402
from yanxiu.policy.uses import grouped, uses  # noqa: E402

MOST = 5.0  # milliseconds for one teacher's term under a regulation that is ruled on


def main(arguments: list[str] | None = None) -> int:
    """Measure, print; 1 when a ruled pack takes longer than it may."""
    options = _options(arguments)
    packs = [load(path.parent) for path in sorted((ROOT / "packs").glob("*/pack.yaml"))]
    lines = {pack.id: measure(pack, options.records, options.rounds) for pack in packs}
    slow = [id for id, line in lines.items() if line["one_teacher_ms"]["ruled"] > MOST]
    if options.json:
        print(json.dumps(lines, ensure_ascii=False))
    else:
        print("制度      规则 结论  未裁定ms 已裁定ms 归并后ms 初次ms")
        for id, line in lines.items():
            taken = line["one_teacher_ms"]
            print(
                f"{'*' if id in slow else ' '}{id:10}{line['rules']:3}{line['findings']:5}"
                f"{taken['open']:9.2f}{taken['ruled']:9.2f}{taken['grouped']:9.2f}{taken['first']:8.1f}"
            )
    return 1 if slow else 0


def measure(pack: Pack, records: int, rounds: int) -> dict[str, Any]:
    """One pack: `grouped` has the records as a database hands them over, `first` compiles the rules too."""
    facts = people(pack, Random(1), records=records)
    teacher = next(one for one in facts.subjects() if one.kind == "teacher")
    few = _few(pack, facts)
    ruled = {**{point.id: 3 for point in pack.points.values() if point.asks}, **recommended(pack)}
    began = time.process_time()
    found = judge(pack, facts, teacher, {})
    first = (time.process_time() - began) * 1000
    return {
        "rules": sum(rule.subject == "teacher" for rule in pack.rules),
        "records": records,
        "findings": found,
        "one_teacher_ms": {
            "open": _median(lambda: judge(pack, facts, teacher, {}), rounds),
            "ruled": _median(lambda: judge(pack, facts, teacher, ruled), rounds),
            "grouped": _median(lambda: judge(pack, few, teacher, ruled), rounds),
            "first": round(first, 2),
        },
    }


def judge(pack: Pack, facts: RecordFacts, teacher: Subject, rulings: dict[str, Any]) -> int:
    """All findings of the teacher, from an evaluation begun anew."""
    return len(list(Evaluation(pack, facts, on=ON, calendar=CALENDAR, rulings=rulings).of(teacher)))


def _few(pack: Pack, facts: RecordFacts) -> RecordFacts:
    every = list(facts.every_record())
    asked = uses(pack).items()
    return facts.with_records(
        one for kind, use in asked for one in grouped((x for x in every if x.kind == kind), use, CALENDAR)
    )


def _median(work: Any, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return round(statistics.median(taken), 2)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100, help="how many records the teacher has")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="one line for a program")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
