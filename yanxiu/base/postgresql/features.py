"""What our PostgreSQL may not assume: `id` alone is no primary key of a tenant table."""

from django.db.backends.postgresql import features
from django.db.models import Model

from yanxiu.base.keys import TenantId


class DatabaseFeatures(features.DatabaseFeatures):
    """Grouping by `id` does not determine the other columns when the key is (id, district_id)."""

    def allows_group_by_selected_pks_on_model(self, model: type[Model]) -> bool:
        if isinstance(model._meta.pk, TenantId):
            return False
        return bool(super().allows_group_by_selected_pks_on_model(model))
