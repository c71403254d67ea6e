"""Tenant models: every row names its district, every query starts inside one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Col
from django.db.models.lookups import Exact

from yanxiu.base.keys import TenantId, new_id
from yanxiu.base.tenancy import bound_district, current_district

__all__ = [
    "AuditEvent",
    "CrossTenant",
    "PlatformEvent",
    "TenantFK",
    "TenantId",
    "TenantManager",
    "TenantModel",
    "new_id",
]


class CrossTenant(RuntimeError):
    """A row was about to point into another district: a mistake in the program, refused before the database."""


class TenantQuerySet(models.QuerySet[Any]):
    """Bulk writes check the district of every row, as `save` does for one."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.settle_district()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            row.settle_district()
        return super().bulk_update(rows, *args, **kwargs)


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """The rows of the bound district; raises NoTenant when none is bound."""

    def get_queryset(self) -> TenantQuerySet:
        return super().get_queryset().filter(district_id=current_district())


class RelatedManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """For Django's own look-ups along relations: names the district whenever one is bound."""

    def get_queryset(self) -> TenantQuerySet:
        district = bound_district()
        rows = super().get_queryset()
        return rows if district is None else rows.filter(district_id=district)


class TenantFK(models.ForeignKey):
    """Foreign key between tenant rows; joins and look-ups name the district on both sides."""

    def get_extra_restriction(self, alias: str, related_alias: str) -> Any:
        remote: Any = self.related_model._meta.get_field("district")
        local: Any = self.model._meta.get_field("district")
        return Exact(Col(related_alias, local), Col(alias, remote))

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        return {"district_id": instance.district_id}  # type: ignore[attr-defined]


class TenantModel(models.Model):
    """A row of one district. `private` names the fields whose values no audit row may repeat."""

    id = TenantId()
    district = models.ForeignKey("tenants.District", on_delete=models.PROTECT, related_name="+", verbose_name="区")

    private: frozenset[str] = frozenset()

    unscoped = models.Manager.from_queryset(TenantQuerySet)()
    related = RelatedManager()
    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "related"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_district()
        super().save(*args, **kwargs)

    def settle_district(self) -> None:
        """Take the bound district when none is given; refuse a row or relation of another one."""
        bound = bound_district()
        if self.district_id is None:
            self.district_id = current_district()
        elif bound is not None and self.district_id != bound:
            raise CrossTenant(f"{self._meta.label} belongs to another district")
        for field in self._meta.concrete_fields:
            related = self._state.fields_cache.get(field.name) if field.is_relation else None
            if isinstance(related, TenantModel) and related.district_id != self.district_id:
                raise CrossTenant(f"{self._meta.label}.{field.name} points into another district")

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        rows = from_queryset if from_queryset is not None else type(self).unscoped.all()
        super().refresh_from_db(using, fields, rows.filter(district_id=self.district_id))

    def _do_update(self, base_qs: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._do_update(base_qs.filter(district_id=self.district_id), *args, **kwargs)

    @classmethod
    def get(cls, pk: UUID) -> Self:
        """One row of the bound district by id; raises DoesNotExist."""
        row: Self = cls.objects.get(pk=pk)
        return row


class AuditEvent(TenantModel):
    """One act: who did what to which row, and what changed. Holds ids, never names of people."""

    at = models.DateTimeField("时间")
    school_year = models.SmallIntegerField("学年（起始年）")
    school_id = models.UUIDField("学校", null=True)
    actor_id = models.UUIDField("账号", null=True)
    person_id = models.UUIDField("经办人", null=True)
    channel = models.CharField("来路", max_length=16)
    verb = models.CharField("行为", max_length=64)
    target_type = models.CharField(max_length=64, blank=True)
    target_id = models.UUIDField(null=True)
    changes = models.JSONField("变化", default=list)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["district", "actor_id", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["district", "target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["district", "school_id", "-at", "-id"], name="audit_by_school"),
            models.Index(fields=["district", "person_id", "-at"], name="audit_by_person"),
            models.Index(fields=["district", "-at", "-id"], name="audit_by_time"),
        ]


class PlatformEvent(models.Model):
    """Audit row of an act on global tables: founding a district, making an operator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("时间")
    actor_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=16)
    verb = models.CharField(max_length=64)
    target_type = models.CharField(max_length=64, blank=True)
    target_id = models.UUIDField(null=True)
    changes = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)


def nothing() -> Q:
    """A condition no row meets."""
    return Q(pk__in=[])
