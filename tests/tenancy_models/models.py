"""A partitioned attendance row, a note that points at it, and a plain pair."""

from django.db import models

from yanxiu.base.models import TenantFK, TenantId, TenantModel


class Shelf(TenantModel):
    """A plain tenant row."""

    private = frozenset({"secret"})

    name = models.CharField(max_length=20)
    secret = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, default="open")

    class Meta(TenantModel.Meta):
        app_label = "tenancy_models"
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="test_shelf_name")]


class Book(TenantModel):
    """A row that points at a plain tenant row."""

    shelf = TenantFK(Shelf, on_delete=models.CASCADE, related_name="books")
    title = models.CharField(max_length=20)

    class Meta(TenantModel.Meta):
        app_label = "tenancy_models"


class Presence(TenantModel):
    """A row of a table partitioned by school year, as attendance will be."""

    id = TenantId(key_with=("district_id", "school_year"), partition_by="school_year")
    school_year = models.SmallIntegerField()
    shelf = TenantFK(Shelf, on_delete=models.CASCADE, related_name="presences")

    class Meta(TenantModel.Meta):
        app_label = "tenancy_models"


class Remark(TenantModel):
    """A row that points into the partitioned table, so it carries its year."""

    school_year = models.SmallIntegerField()
    presence = TenantFK(Presence, on_delete=models.CASCADE, related_name="remarks")

    class Meta(TenantModel.Meta):
        app_label = "tenancy_models"
