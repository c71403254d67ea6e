"""Keys of tenant rows: UUIDv7 made by the application, wide on PostgreSQL, simple on SQLite."""

import uuid
from typing import Any

from django.db import models
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A fresh identifier; sorts by time of making."""
    return uuid7()


class TenantId(models.UUIDField):
    """Primary key of a tenant table.

    `key_with` names the columns that join `id` in the database key on PostgreSQL; `partition_by`
    names the one of them whose values (school years) split the table.
    """

    def __init__(
        self, *args: Any, key_with: tuple[str, ...] = ("district_id",), partition_by: str = "", **kwargs: Any
    ) -> None:
        self.key_with, self.partition_by = tuple(key_with), partition_by
        super().__init__(*args, **{"primary_key": True, "editable": False, "default": new_id, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["key_with"] = self.key_with
        if self.partition_by:
            kwargs["partition_by"] = self.partition_by
        return name, path, list(args), kwargs
