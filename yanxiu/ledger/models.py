"""学时学分台账. For now only what a unit brings from paper; entries come with activities."""

from django.db import models

from yanxiu.base.models import TenantFK, TenantModel


class OpeningBalance(TenantModel):
    """期初结转：what paper showed when the unit began here. Its own line in every explanation, never mixed with records."""

    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="opening_balances")
    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="opening_balances")
    school_year = models.PositiveSmallIntegerField("学年（起始年）")
    item = models.CharField("项目", max_length=60)
    amount = models.DecimalField("数量", max_digits=8, decimal_places=2)
    unit = models.CharField("单位", max_length=10)
    as_of = models.DateField("截至")
    source = models.CharField("来源", max_length=120)
    checked_by = models.UUIDField("查验人", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school", "person", "school_year", "item", "as_of"], name="opening_balance"
            ),
        ]
