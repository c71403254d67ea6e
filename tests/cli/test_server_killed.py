"""The worker killed in the middle of an import from the pages: nothing half in, taken up again once, everybody once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, counts, roster, variables, with_schools, yanxiu

pytestmark = pytest.mark.slow
PEOPLE = 3000
ASK = """
from datetime import date
from pathlib import Path
from yanxiu.cli.django import start
start()
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.jobs.runner import run
from yanxiu.setup.actions.roster import have_written, upload_roster
from yanxiu.tenants.models import District
district = District.objects.get(code="ROSTERA300")
with in_district(district):
    with Path("{path}").open("rb") as handle:
        made = upload_roster(handle, "名单.csv", profile="district", as_of=date(2026, 5, 20), actor=COMMAND_LINE, school=None)
    run(district.pk, made.job.pk)
    made.refresh_from_db()
    have_written(made, actor=COMMAND_LINE)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A district whose list is read and decided; its import waits for a worker."""
    folder = with_schools(tmp_path / "data", tmp_path)
    code = ASK.replace("{path}", str(roster(tmp_path / "a.csv", PEOPLE)))
    subprocess.run([sys.executable, "-c", code], env=variables(folder), check=True, capture_output=True)
    return folder


def job(folder: Path) -> tuple[str, int]:
    """State and attempt of the import."""
    with sqlite3.connect(folder / "db.sqlite3") as base:
        found: tuple[str, int] = base.execute(
            "SELECT state, attempt FROM jobs_job WHERE kind='roster.write'"
        ).fetchone()
        return found


def killed_while_writing(folder: Path) -> None:
    """Start a worker and kill it once the write-ahead log holds what is not committed."""
    log = folder / "db.sqlite3-wal"
    worker = subprocess.Popen([*COMMAND, "jobs", "work"], env=variables(folder), stderr=subprocess.DEVNULL)
    try:
        before = 0
        for _ in range(600):
            time.sleep(0.05)
            size = log.stat().st_size if log.exists() else 0
            if job(folder)[0] == "running":
                before = before or size
                if size > before + 200_000:
                    break
        assert job(folder)[0] == "running", "the import ended before it could be killed"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def test_killed_in_the_middle_it_is_taken_up_again_once(data: Path) -> None:
    before = counts(data)
    killed_while_writing(data)
    after = counts(data)
    for table in ("org_person", "org_posting", "tenants_identityentry", "base_auditevent"):
        assert after[table] == before[table], table
    assert job(data) == ("running", 1)
    assert yanxiu(data, "jobs", "work", "--once").returncode == 0
    assert job(data) == ("running", 1)  # the beat is fresh: a worker may only be slow
    stamp = (datetime.now(UTC) - timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S")
    with sqlite3.connect(data / "db.sqlite3") as base:
        base.execute(f"UPDATE jobs_job SET heartbeat_at='{stamp}' WHERE state='running'")
    for _ in range(2):
        assert yanxiu(data, "jobs", "work", "--once").returncode == 0
        assert job(data) == ("done", 2)
        assert counts(data)["org_person"] == before["org_person"] + PEOPLE
