"""Setting up: slips for the first login, claims that wait for the office, devices, roster imports."""

from django.db import models

from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.setup.enums import ClaimState, ImportState
from yanxiu.tenants.models import GlobalModel


class LoginSlip(TenantModel):
    """登录条：one person, one code, fourteen days. Only a keyed hash of the code is kept. No school: a district's own person."""

    private = frozenset({"code_hash"})

    person = TenantFK("org.Person", on_delete=models.CASCADE, related_name="login_slips")
    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField("发出")
    expires_at = models.DateTimeField("到期")
    used_at = models.DateTimeField("用过", null=True, blank=True)
    revoked_at = models.DateTimeField("作废", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("试错次数", default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code_hash"], name="login_slip_code")]
        indexes = [
            models.Index(fields=["code_hash"], name="login_slip_by_code"),  # a stranger has no district yet
            models.Index(fields=["district", "person"], name="login_slip_by_person"),
        ]


class Claim(TenantModel):
    """认领：somebody with a staff number says "this is me"; the office taps yes or no."""

    private = frozenset({"receipt_hash"})

    person = TenantFK("org.Person", on_delete=models.CASCADE, related_name="claims")
    school = TenantFK("org.School", on_delete=models.CASCADE, related_name="+")
    state = models.CharField("状态", max_length=12, choices=ClaimState.choices, default=ClaimState.WAITING)
    receipt_hash = models.CharField(max_length=64)
    device = models.CharField("设备", max_length=120, blank=True)
    next_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField("时间")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["receipt_hash"], name="claim_by_receipt")
        ]  # the waiting device has no district yet
        ordering = ("created_at",)


class Device(TenantModel):
    """A device that is signed in: which browser, since when, until when. Ends with its session."""

    private = frozenset({"session_key"})

    account = models.ForeignKey("tenants.Account", on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    label = models.CharField("设备", max_length=40)
    signed_in_at = models.DateTimeField("登录")
    until = models.DateTimeField("到期")

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["district", "account"], name="device_by_account")]
        ordering = ("-signed_in_at",)


class Guess(GlobalModel):
    """Wrong tries of one kind from one place, counted within a window. `key` is a keyed hash, never a name or address."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last = models.DateTimeField(db_index=True)


class RosterImport(TenantModel):
    """One roster file on its way in: read, previewed, decided, imported, or withdrawn."""

    private = frozenset({"preview", "answers"})

    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    file = TenantFK("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    profile = models.CharField("口径", max_length=20)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    mapping = models.JSONField("列的对应", default=dict)
    as_of = models.DateField("截止日")
    include_hidden = models.JSONField("要导入的隐藏行", default=list)
    answers = models.JSONField("逐行的决定", default=dict)
    state = models.CharField("状态", max_length=12, choices=ImportState.choices, default=ImportState.READING)
    preview = models.JSONField("核对结果", default=dict)
    job = TenantFK("jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    result = models.JSONField("结果", default=dict)
    created_at = models.DateTimeField("时间")

    class Meta(TenantModel.Meta):
        ordering = ("-created_at",)
