"""`yanxiu doctor`: is this installation well? Clock, disk, keys, files, tenants, partitions, jobs."""

from __future__ import annotations

import argparse
import os
import shutil
import stat
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from yanxiu.cli import kept
from yanxiu.cli.output import Problem, emit
from yanxiu.config.installation import KEYS

LEAST_DISK = 1 << 30  # bytes that should be free
LEAST_SHARE = 20  # or one twentieth of the disk, whichever is less
SKEW = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well or not, and in words what to do."""

    name: str
    well: bool
    message: str


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Look at everything; exit 1 when something is wrong."""
    from yanxiu.cli.django import start

    folder = start(migrate=False)
    found = examine(folder)
    words = "\n".join(f"{'好' if one.well else '要处理'}　{one.name}：{one.message}" for one in found)
    emit(
        {"well": all(one.well for one in found), "findings": [vars(one) for one in found]},
        as_json=options.json,
        words=words,
    )
    return 0 if all(one.well for one in found) else 1


def examine(folder: Path) -> list[Finding]:
    """All findings, in the order of the checks."""
    return [
        check(folder)
        for check in (_migrations, _clock, _disk, _keys, _tenants, _partitions, _strays, _jobs, _files, _packs)
    ]


def _migrations(_: Path) -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("数据库结构", not behind, f"落后 {len(behind)} 步，运行 yanxiu db migrate" if behind else "最新")


def _clock(folder: Path) -> Finding:
    """The clock against the database's own and against the newest thing written: a clock set back shows there."""
    from django.db import connection

    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        said = cursor.fetchone()[0]
    server = said if isinstance(said, datetime) else datetime.fromisoformat(str(said)).replace(tzinfo=UTC)
    newest = max((path.stat().st_mtime for path in [folder, *folder.glob("*"), *folder.glob("logs/*")]), default=0.0)
    newest_row = _newest_row()
    if abs(server - now) > SKEW:
        return Finding("时钟", False, f"和数据库服务器差 {abs(server - now)}，请校准（timedatectl set-ntp true）")
    if newest > time.time() + SKEW.total_seconds() or (newest_row and newest_row > now + SKEW):
        return Finding("时钟", False, "系统时钟比最近写下的记录还早，像是拨慢了，请校准（timedatectl set-ntp true）")
    return Finding("时钟", True, f"{now.astimezone():%Y-%m-%d %H:%M}")


def _newest_row() -> datetime | None:
    """When the newest job was submitted: the actual clock wrote it, also in a demonstration."""
    from django.db.models import Max
    from django.db.utils import DatabaseError

    from yanxiu.jobs.models import Job

    try:
        return Job.unscoped.aggregate(newest=Max("created_at"))["newest"]
    except DatabaseError:
        return None  # no tables yet; the check of the structure says so


def _disk(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    well = usage.free > min(LEAST_DISK, usage.total // LEAST_SHARE)
    return Finding("磁盘", well, f"还剩 {usage.free >> 20} MB" + ("" if well else "，请清理或换大的盘"))


def _keys(folder: Path) -> Finding:
    missing = [
        name
        for name in KEYS
        if not (folder / "keys" / f"{name}.key").exists() and not os.environ.get(f"{name.upper()}_KEY")
    ]
    if missing:
        return Finding("密钥", False, f"缺 {'、'.join(missing)}，请从备份里找回，不要新建")
    loose = [p.name for p in (folder / "keys").glob("*.key") if stat.S_IMODE(p.stat().st_mode) & 0o077]
    return Finding("密钥", not loose, f"{'、'.join(loose)} 别人也能读，请 chmod 600" if loose else "在，只有本用户能读")


def _tenants(_: Path) -> Finding:
    crossed = cross_tenant_rows()
    return Finding(
        "跨区的行", not crossed, "；".join(f"{name} {count} 行" for name, count in crossed.items()) or "没有"
    )


def cross_tenant_rows() -> dict[str, int]:
    """Rows whose relation points into another district, by model and field, over the whole installation."""
    from django.apps import apps

    from yanxiu.base.models import TenantFK, TenantModel

    found = {}
    for model in apps.get_models():
        if not issubclass(model, TenantModel) or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, TenantFK):
                count = _crossed(model, field)
                if count:
                    found[f"{model._meta.label}.{field.name}"] = count
    return found


def _crossed(model: Any, field: Any) -> int:
    """By plain SQL: the ORM's own joins name the district and would never see such a row."""
    from django.db import connection

    quote = connection.ops.quote_name
    mine, theirs = quote(model._meta.db_table), quote(field.related_model._meta.db_table)
    column = quote(field.column)
    sql = f"SELECT count(*) FROM {mine} a JOIN {theirs} b ON a.{column} = b.id WHERE a.district_id <> b.district_id"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _partitions(_: Path) -> Finding:
    from yanxiu.base import clock
    from yanxiu.base.postgresql import partitions

    year = clock.school_year_of(clock.today())
    missing = partitions.missing((year, year + 1))
    return Finding("分区", not missing, f"缺 {'、'.join(missing)}，运行 yanxiu db migrate" if missing else "齐")


def _strays(_: Path) -> Finding:
    from yanxiu.base.postgresql import partitions

    found = {model._meta.db_table: count for model in partitions.partitioned() if (count := partitions.strays(model))}
    return Finding(
        "默认分区", not found, "；".join(f"{name} 有 {count} 行没有归到年份" for name, count in found.items()) or "空"
    )


def _jobs(_: Path) -> Finding:
    from django.utils import timezone

    from yanxiu.jobs.actions import LEASE
    from yanxiu.jobs.enums import JobState
    from yanxiu.jobs.models import Job

    lost = Job.unscoped.filter(state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - LEASE).count()
    old = Job.unscoped.filter(state=JobState.WAITING, created_at__lt=timezone.now() - timedelta(minutes=10)).count()
    if lost or old:
        return Finding(
            "后台任务", False, f"{lost} 件没有心跳，{old} 件等了十分钟。看后台任务进程在不在：yanxiu jobs work"
        )
    return Finding("后台任务", True, "没有卡住的")


def _files(_: Path) -> Finding:
    from django.core.files.storage import default_storage

    from yanxiu.files.models import StoredFile

    try:
        with kept.store_trouble():
            missing = [one.name for one in StoredFile.unscoped.all()[:5000] if not default_storage.exists(one.key)]
    except Problem as problem:
        return Finding("文件", False, problem.message)
    return Finding(
        "文件", not missing, f"{len(missing)} 个文件不在了，例如 {missing[0]}，请从备份恢复" if missing else "都在"
    )


def _packs(_: Path) -> Finding:
    from yanxiu.setup.organisation import broken

    found = broken()
    return Finding("制度包", not found, "；".join(found) or "都能读")
