"""The global tables, few and small: regions, districts, accounts, the identity directory."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from yanxiu.base.keys import new_id


class GlobalModel(models.Model):
    """A row outside every district."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Region(GlobalModel):
    """市：区之上的一级，只看汇总和文件。"""

    name = models.CharField("名称", max_length=60, unique=True)
    institute = models.CharField("市级培训机构", max_length=60, blank=True)


class District(GlobalModel):
    """区（县）：the tenant. A lone school has one of its own (`standalone`), shown nowhere."""

    code = models.CharField("区代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    institute = models.CharField("区级培训机构", max_length=60, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="districts")
    standalone = models.BooleanField("单校独用", default=False)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Accounts are made by actions only; this finds them by login name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=(username or "").strip())


class Account(AbstractBaseUser):
    """A way in. The person behind it is a row of the district, named by id only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField("登录名", max_length=60, unique=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    person_id = models.UUIDField("人员", null=True, blank=True, db_index=True)
    display_name = models.CharField("称呼", max_length=60, blank=True)
    is_operator = models.BooleanField("安装管理员", default=False)
    is_active = models.BooleanField("可登录", default=True)
    password_set = models.BooleanField("自己设过密码", default=False)
    session_salt = models.CharField(max_length=16, blank=True)
    told_at = models.DateTimeField("已读个人信息告知", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None  # signing in writes no global row

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    private: ClassVar[frozenset[str]] = frozenset({"password", "session_salt", "display_name", "username"})

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with 退出所有设备, which ends every session."""
        return salted_hmac("yanxiu.session", self.password + self.session_salt, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions are not used: doors decide."""
        return False


class IdentityEntry(GlobalModel):
    """Which district knows a person: keyed hash of the ID number, never the number."""

    id_hash = models.CharField(max_length=64, unique=True)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    person_id = models.UUIDField()
