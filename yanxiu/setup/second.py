"""The second factor, by allauth.mfa: time codes and recovery codes, their secrets sealed in the database."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from cryptography.fernet import Fernet
from django.conf import settings

from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.tenants.models import Account

__all__ = [
    "SealedAdapter",
    "check",
    "generate_totp_secret",
    "has_second",
    "new_codes",
    "switch_off",
    "switch_on",
    "totp_address",
    "unused",
]


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals what codes are made from, so that a copy of the database alone makes none. The key belongs to the backup."""

    def encrypt(self, text: str) -> str:
        """Sealed with the secret key."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opened again."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"yanxiu.second:{settings.SECRET_KEY}".encode()).digest()))


def has_second(account: Account) -> bool:
    """Whether the account asks for a second factor."""
    return bool(Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists())


def totp_address(account: Account, secret: str) -> str:
    """The otpauth address for the QR an authenticator scans."""
    return str(get_adapter().build_totp_url(account, secret))


def switch_on(account: Account, secret: str, code: str, *, actor: Actor) -> list[str]:
    """Switch the second factor on after a right code; returns the recovery codes, shown once."""
    if not validate_totp_code(secret, code.strip()):
        raise Refusal("验证码不对。看一下手机时间准不准，等下一组数字再试。", field="code")
    with acting(actor, "account.second_on") as act:
        TOTP.activate(account, secret)
        act.changes.append({"what": "set", "type": "mfa", "id": str(account.pk), "values": {}})
        return list(RecoveryCodes.activate(account).generate_codes())


def check(account: Account, code: str) -> bool:
    """Whether a time code or an unused recovery code is right; a used one is spent."""
    text = "".join(code.split())
    wrapped = [found.wrap() for found in Authenticator.objects.filter(user_id=account.pk).order_by("-type")]
    return any(one.validate_code(text) for one in wrapped if isinstance(one, TOTP | RecoveryCodes))


def unused(account: Account) -> int:
    """How many recovery codes are left."""
    found = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def new_codes(account: Account, *, actor: Actor) -> list[str]:
    """Fresh recovery codes; the old ones stop working."""
    with acting(actor, "account.second_codes") as act:
        Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
        act.changes.append({"what": "set", "type": "mfa", "id": str(account.pk), "values": {}})
        return list(RecoveryCodes.activate(account).generate_codes())


def switch_off(account: Account, *, actor: Actor) -> None:
    """Switch the second factor off."""
    with acting(actor, "account.second_off") as act:
        gone, _ = Authenticator.objects.filter(user_id=account.pk).delete()
        if gone:
            act.changes.append({"what": "gone", "type": "mfa", "id": str(account.pk), "values": {}})
