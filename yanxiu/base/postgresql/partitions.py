"""Partitions by school year: one per year, made ahead; the default partition only raises an alarm."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Model

from yanxiu.base.keys import TenantId


def partitioned() -> list[type[Model]]:
    """Models whose table is partitioned."""
    return [m for m in apps.get_models() if isinstance(m._meta.pk, TenantId) and m._meta.pk.partition_by]


def table_of(model: type[Model], year: int) -> str:
    """Name of the partition that holds one school year (the year it begins in)."""
    return f"{model._meta.db_table}_{year}"


def existing(model: type[Model]) -> set[str]:
    """Names of the partitions the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [model._meta.db_table]
        )
        return {row[0].strip('"') for row in cursor.fetchall()}


def ensure(model: type[Model], years: Iterable[int]) -> list[str]:
    """Create what is missing for `years`; idempotent; nothing to do on SQLite. Returns the new names."""
    if connection.vendor != "postgresql":
        return []
    have, quote = existing(model), connection.ops.quote_name
    new = [year for year in years if table_of(model, year) not in have]
    with connection.cursor() as cursor:
        for year in new:
            cursor.execute(
                f"CREATE TABLE {quote(table_of(model, year))} PARTITION OF {quote(model._meta.db_table)} FOR VALUES IN ({int(year)})"
            )
    return [table_of(model, year) for year in new]


def missing(years: Iterable[int]) -> list[str]:
    """Partitions of `years` the database lacks, for `yanxiu doctor`."""
    if connection.vendor != "postgresql":
        return []
    wanted = list(years)
    return [table_of(m, y) for m in partitioned() for y in wanted if table_of(m, y) not in existing(m)]


def strays(model: type[Model]) -> int:
    """Rows that fell into the default partition: they block the real one and must be looked at."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table + "_default")
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - the name of our own table
        return int(cursor.fetchone()[0])
