"""Schema editor that writes composite keys where a TenantId asks for them."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.backends.postgresql import schema
from django.db.models import Field, ForeignKey, Model

from yanxiu.base.keys import TenantId

_Base: Any = schema.DatabaseSchemaEditor  # the stubs know half of its methods


class DatabaseSchemaEditor(_Base):  # type: ignore[misc]
    """Primary keys (id, …key_with), foreign keys (x_id, …key_with), partitions by list."""

    sql_create_column_inline_fk = None  # else AddField writes a plain key beside our composite one

    def _iter_column_sql(
        self, column_db_type: str, params: list[Any], model: type[Model], field: Any, *rest: Any
    ) -> Iterator[str]:
        for part in super()._iter_column_sql(column_db_type, params, model, field, *rest):
            if not (part == "PRIMARY KEY" and isinstance(field, TenantId)):
                yield part

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        sql, params = super().table_sql(model)
        key = model._meta.pk
        if not isinstance(key, TenantId):
            return sql, params
        body, tail = sql.rsplit(")", 1)
        columns = ", ".join(self.quote_name(name) for name in _key_columns(model, key))
        sql = f"{body}, PRIMARY KEY ({columns})){tail}"
        if key.partition_by:
            sql += f" PARTITION BY LIST ({self.quote_name(_column(model, key.partition_by))})"
        return sql, params

    def create_model(self, model: type[Model]) -> None:
        super().create_model(model)
        key = model._meta.pk
        if isinstance(key, TenantId) and key.partition_by:
            table = model._meta.db_table
            self.execute(
                f"CREATE TABLE {self.quote_name(table + '_default')} PARTITION OF {self.quote_name(table)} DEFAULT"
            )

    def _create_fk_sql(self, model: type[Model], field: ForeignKey, suffix: str) -> Statement:
        target = field.target_field
        if not isinstance(target, TenantId):
            return super()._create_fk_sql(model, field, suffix)
        extra = target.key_with
        table, to_table = model._meta.db_table, target.model._meta.db_table
        return Statement(
            self.sql_create_fk,
            table=Table(table, self.quote_name),
            name=self._fk_constraint_name(model, field, suffix),
            column=Columns(table, [field.column, *(_column(model, name) for name in extra)], self.quote_name),
            to_table=Table(to_table, self.quote_name),
            to_column=Columns(to_table, _key_columns(target.model, target), self.quote_name),
            deferrable=self.connection.ops.deferrable_sql(),
        )

    def _constraint_names(self, model: type[Model], column_names: list[str] | None = None, **kind: Any) -> list[str]:
        """Also find a composite foreign key when Django asks for the key on its first column alone."""
        names = list(super()._constraint_names(model, column_names, **kind))
        if not (kind.get("foreign_key") and column_names and len(column_names) == 1):
            return names
        with self.connection.cursor() as cursor:
            found = self.connection.introspection.get_constraints(cursor, model._meta.db_table)
        return names + [
            name
            for name, info in found.items()
            if info["foreign_key"] and len(info["columns"]) > 1 and info["columns"][0] == column_names[0]
        ]


def _column(model: type[Model], name: str) -> str:
    field: Field[Any, Any] = model._meta.get_field(name.removesuffix("_id"))  # type: ignore[assignment]
    return str(field.column)


def _key_columns(model: type[Model], key: TenantId) -> list[str]:
    return [str(key.column), *(_column(model, name) for name in key.key_with)]
