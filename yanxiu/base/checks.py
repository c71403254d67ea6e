"""System checks that hold the tenant rules for every model, now and later."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import models

from yanxiu.base.models import TenantFK, TenantModel


@register("yanxiu")
def tenant_rules(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """Unique keys contain the district; relations between tenant rows are TenantFK; none comes from a global table."""
    return [error for model in apps.get_models() for error in problems(model)]


def problems(model: type[models.Model]) -> list[Error]:
    """What one model breaks."""
    if issubclass(model, TenantModel):
        return [*_unique_without_district(model), *_plain_relations(model)]
    return [
        Error(f"global {model._meta.label}.{field.name} points into a tenant table", id="yanxiu.E003")
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and _is_tenant(field.related_model)
    ]


def _unique_without_district(model: type[models.Model]) -> list[Error]:
    found = [f.name for f in model._meta.local_fields if f.unique and not f.primary_key]
    found += [
        c.name for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and "district" not in c.fields
    ]
    found += [str(names) for names in model._meta.unique_together]
    return [Error(f"{model._meta.label}: unique key {name} lacks the district", id="yanxiu.E001") for name in found]


def _plain_relations(model: type[models.Model]) -> list[Error]:
    return [
        Error(f"{model._meta.label}.{field.name} must be a TenantFK", id="yanxiu.E002")
        for field in model._meta.local_fields + model._meta.local_many_to_many
        if field.is_relation and _is_tenant(field.related_model) and not isinstance(field, TenantFK)
    ]


def _is_tenant(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, TenantModel)
