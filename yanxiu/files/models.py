"""Files people hand in: the row here, the bytes behind the storage API."""

from django.db import models

from yanxiu.base.models import TenantModel


class StoredFile(TenantModel):
    """One uploaded or produced file; `key` is its place in the store, district/school/yyyy/uuid."""

    school_id = models.UUIDField("学校", null=True, blank=True)
    owner_id = models.UUIDField("账号", null=True)
    name = models.CharField("文件名", max_length=200)
    purpose = models.CharField("用途", max_length=40)
    kind = models.CharField("类型", max_length=20)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField("时间")
    delete_after = models.DateTimeField("到期删除", null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ("-created_at",)
