"""Devices that are signed in: noted when they come in, ended by their owner or by the office."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings

from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.tenancy import in_district
from yanxiu.setup.models import Device
from yanxiu.setup.second import switch_off
from yanxiu.tenants.actions import set_active, sign_out_everywhere
from yanxiu.tenants.models import Account


def note_sign_in(account: Account, session_key: str, label: str, until: datetime, *, actor: Actor) -> None:
    """Write down that an account came in; those of a district see their devices afterwards."""
    with in_district(account.district_id), acting(actor, "account.sign_in", school=actor.school_id) as act:
        if account.district_id is None or account.person_id is None:
            act.changes.append(
                {"what": "set", "type": account._meta.label, "id": str(account.pk), "values": {"device": label}}
            )
            act.about(account)
            return
        Device.objects.filter(account=account, until__lte=actor.moment).delete()
        act.create(
            Device(account=account, session_key=session_key, label=label, signed_in_at=actor.moment, until=until)
        )


def end_device(device: Device, *, actor: Actor) -> None:
    """One device is signed out."""
    with acting(actor, "account.end_device") as act:
        _end(act, device)


def end_devices(account: Account, *, actor: Actor, keep: str = "") -> None:
    """退出其他设备, or all of them: sessions not in the list end too. `keep` is the session that stays."""
    with acting(actor, "account.end_devices") as act:
        if account.district_id is not None:
            for device in Device.objects.filter(account=account).exclude(session_key=keep):
                _end(act, device)
        sign_out_everywhere(account, actor=actor)


def move_device(old: str, new: str, account: Account) -> None:
    """The session of a device has a new key; the device is the same one."""
    if account.district_id is not None:
        Device.objects.filter(account=account, session_key=old).update(session_key=new)


def forget_device(session_key: str, account: Account, *, actor: Actor) -> None:
    """The device signs itself out."""
    with acting(actor, "account.sign_out_here") as act:
        device = (
            Device.objects.filter(account=account, session_key=session_key).first() if account.district_id else None
        )
        if device is not None:
            _end(act, device)


def _end(act: Act, device: Device) -> None:
    _sessions().SessionStore(device.session_key).delete()
    act.delete(device)


def _sessions() -> Any:
    return import_module(settings.SESSION_ENGINE)


def stop_account(account: Account, *, actor: Actor) -> None:
    """停用登录: the person cannot come in any more and is out everywhere."""
    with acting(actor, "account.stop"):
        end_devices(account, actor=actor)
        set_active(account, False, actor=actor)


def start_account(account: Account, *, actor: Actor) -> None:
    """恢复登录."""
    set_active(account, True, actor=actor)


def lost_phone(account: Account, *, actor: Actor) -> None:
    """The second factor lay on a lost phone: it is switched off and every device is out. The office does it face to face."""
    with acting(actor, "account.lost_phone"):
        end_devices(account, actor=actor)
        switch_off(account, actor=actor)
