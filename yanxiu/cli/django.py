"""Django for the commands that need it, with the database brought up to date first."""

import ipaddress
import logging
import os
from pathlib import Path
from urllib.parse import urlsplit

from yanxiu.cli.output import Problem, say
from yanxiu.config.installation import FILE, ROOT, data_dir


def start(*, migrate: bool = True) -> Path:
    """Set Django up for the data folder and migrate what is behind; returns the folder."""
    folder = data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Problem(f"数据文件夹 {folder} 建不了：{problem.strerror}。换一个 YANXIU_DATA，或改权限。") from problem
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanxiu.config.settings")
    import django

    django.setup()
    _stays_here()
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    if migrate:
        bring_up_to_date()
    return folder


def _stays_here() -> None:
    """A demonstration has no address others could reach. Raises Problem."""
    from django.conf import settings

    if settings.INSTALLATION.is_demo and settings.PUBLIC_URL and not is_loopback(settings.PUBLIC_URL):
        raise Problem(f"演示不能有公开地址（{settings.PUBLIC_URL}）。去掉 PUBLIC_URL，或建真实安装。")


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bring_up_to_date() -> None:
    """Apply migrations the database lacks, saying so; make the partitions of this year and the next."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    from yanxiu.base import statistics

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as problem:
        raise Problem(f"数据库连不上：{problem}。检查 DATABASE_URL，或数据文件夹是否可写。") from problem
    if behind:
        say(f"正在更新数据库结构（{len(behind)} 步）……")
        call_command("migrate", verbosity=0, interactive=False)
        statistics.refresh()
    _partitions()


def _partitions() -> None:
    from yanxiu.base import clock
    from yanxiu.base.postgresql import partitions

    year = clock.school_year_of(clock.today())
    for model in partitions.partitioned():
        partitions.ensure(model, (year, year + 1))


def is_default_demo(folder: Path) -> bool:
    """Whether this is the demonstration's own folder, which may be built when a command needs it."""
    return folder == (ROOT / "var" / "demo").resolve() and not os.environ.get("YANXIU_DATA")


def need_data() -> Path:
    """Start Django on the installation; the default folder gets the demonstration when it is empty, any other one
    becomes an empty real installation."""
    folder = data_dir()
    if is_default_demo(folder) and not (folder / FILE).exists():
        from yanxiu.cli.demo.command import create

        create(folder)
    elif not (folder / FILE).exists():
        from yanxiu.cli.init import make_real

        make_real(folder)
    return start()
