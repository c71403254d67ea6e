"""Accounts: made, given a password, ended. Global rows; the audit row stands where the actor works."""

import re
import secrets
import unicodedata
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import current_district, in_district
from yanxiu.tenants.models import Account, District

LOGIN_NAME = re.compile(r"[\w.@-]{3,40}")


def plain_login_name(text: str) -> str:
    """A login name in its one spelling: half width, lower case, no spaces around it."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def check_login_name(text: str, own: Account | None = None) -> str:
    """The name in its one spelling. Raises Refusal when it is too short, too long, odd or taken."""
    name = plain_login_name(text)
    if not LOGIN_NAME.fullmatch(name):
        raise Refusal("登录名要 3 到 40 个字，可用字母、数字、汉字和 . - _，中间不空格。", field="username")
    taken = Account.objects.filter(username__iexact=name)
    if (taken.exclude(pk=own.pk) if own else taken).exists():
        raise Refusal(f"登录名“{name}”已经有人用了，换一个。", field="username")
    return name


def create_operator(username: str, password: str, *, actor: Actor) -> Account:
    """The administrator of an installation, outside every district. Raises Refusal for a taken name or weak password."""
    account = Account(
        username=check_login_name(username), display_name="安装管理员", is_operator=True, password_set=True
    )
    check_password_strength(password, account)
    account.set_password(password)
    with in_district(None), acting(actor, "account.operator") as act:
        return act.create(account)


def made_name(person_id: UUID) -> str:
    """The login name the program gives until its owner chooses one."""
    return f"u{person_id.hex}"


def account_for_person(person_id: UUID, name: str, *, actor: Actor) -> Account:
    """The account of a person of the bound district; made without password when there is none."""
    found = Account.objects.filter(person_id=person_id).first()
    if found is not None:
        return found
    account = Account(
        username=made_name(person_id), display_name=name, district_id=current_district(), person_id=person_id
    )
    account.set_unusable_password()
    with acting(actor, "account.open") as act:
        return act.create(account)


def bind_account(account: Account, district: District, person_id: UUID, *, actor: Actor) -> Account:
    """Let the account of an operator act for a person of a district it has just founded."""
    with acting(actor, "account.bind") as act:
        return act.change(account, district=district, person_id=person_id)


def set_password(account: Account, password: str, *, actor: Actor) -> Account:
    """A new password; every other device is signed out. Raises Refusal for a weak one."""
    check_password_strength(password, account)
    with acting(actor, "account.password") as act:
        return act.change(
            account, password=make_password(password), session_salt=secrets.token_hex(8), password_set=True
        )


def set_login_name(account: Account, username: str, *, actor: Actor) -> Account:
    """A login name of one's own choice."""
    name = check_login_name(username, account)
    with acting(actor, "account.rename") as act:
        return act.change(account, username=name)


def sign_out_everywhere(account: Account, *, actor: Actor) -> Account:
    """退出所有设备: every session of the account ends."""
    with acting(actor, "account.sign_out") as act:
        return act.change(account, session_salt=secrets.token_hex(8))


def set_active(account: Account, active: bool, *, actor: Actor) -> Account:
    """Let an account sign in, or no longer; stopping it ends every session."""
    salt = account.session_salt if active else secrets.token_hex(8)
    with acting(actor, "account.active") as act:
        return act.change(account, is_active=active, session_salt=salt)


def note_told(account: Account, *, actor: Actor) -> Account:
    """The person has read what is kept, why and how long."""
    with acting(actor, "account.told") as act:
        return act.change(account, told_at=actor.moment)


WEAK = {
    "password_too_short": "密码太短，至少 8 个字。",
    "password_too_common": "这个密码太常见，容易被猜中，请换一个。",
    "password_entirely_numeric": "密码不要全是数字，加几个字母。",
}


def check_password_strength(password: str, account: Any) -> None:
    """Raises Refusal with the reasons in one sentence."""
    try:
        validate_password(password, account)
    except ValidationError as problem:
        reasons = [WEAK.get(one.code or "", "密码不够安全，请换一个。") for one in problem.error_list]
        raise Refusal("".join(dict.fromkeys(reasons)), field="password") from problem
