"""One step of an import as the pages do it, in a process of its own: `web_import.py read FILE` or `web_import.py write`.

`read` uploads the list and runs the job that judges and rehearses it; `write` runs the job that imports it. Prints one
JSON object. Called by bench/roster.py.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run the step on the installation of YANXIU_DATA."""
    from yanxiu.cli.django import need_data  # noqa: PLC0415 - sets Django up

    need_data()
    from bench.roster import DISTRICT  # noqa: PLC0415
    from yanxiu.base.tenancy import in_district  # noqa: PLC0415
    from yanxiu.tenants.models import District  # noqa: PLC0415

    with in_district(District.objects.get(code=DISTRICT)):
        found = _read(Path(arguments[1])) if arguments[0] == "read" else _write()
    print(json.dumps(found))
    return 0


def _read(path: Path) -> dict[str, object]:
    from bench.invented import AS_OF  # noqa: PLC0415
    from yanxiu.base.actions import COMMAND_LINE  # noqa: PLC0415
    from yanxiu.setup.actions.roster import upload_roster  # noqa: PLC0415

    with path.open("rb") as handle:
        roster = upload_roster(handle, path.name, profile="district", as_of=AS_OF, actor=COMMAND_LINE, school=None)
    return _work(roster.job)


def _write() -> dict[str, object]:
    from yanxiu.base.actions import COMMAND_LINE  # noqa: PLC0415
    from yanxiu.setup.actions.roster import have_written  # noqa: PLC0415
    from yanxiu.setup.models import RosterImport  # noqa: PLC0415

    return _work(have_written(RosterImport.objects.get(state="ready"), actor=COMMAND_LINE).job)


def _work(job) -> dict[str, object]:  # type: ignore[no-untyped-def]
    from yanxiu.jobs.runner import run  # noqa: PLC0415

    done = run(job.district_id, job.pk)
    assert done is not None and done.state == "done", done and done.message
    return dict(done.result)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
