"""`yanxiu admin create`: an administrator by name; the password never stands on the command line."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client

from yanxiu.base.models import PlatformEvent
from yanxiu.cli import main as cli
from yanxiu.tenants.models import Account

PASSWORD = "qing-he-2026"


@pytest.fixture
def run(db, monkeypatch, capsys):
    """Runs the command with these words on stdin; returns the exit status and what it printed."""
    monkeypatch.setattr("yanxiu.cli.django.need_data", lambda: None)

    def call(*arguments: str, stdin: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        status = cli.main(["admin", *arguments])
        out = capsys.readouterr()
        return status, out.out + out.err

    return call


def test_it_makes_an_operator_who_can_sign_in(run):
    status, printed = run("create", "--username", "Zong.Guan", "--password-stdin", "--json", stdin=f"{PASSWORD}\n")
    made = Account.objects.get()
    assert status == 0 and json.loads(printed) == {"username": "zong.guan", "id": str(made.pk)}
    assert made.is_operator and made.district_id is None
    assert Client().post("/login/", {"username": "zong.guan", "password": PASSWORD}).url == "/"


def test_the_audit_row_stands_among_those_of_the_installation_without_the_password(run):
    run("create", "--username", "zongguan", "--password-stdin", stdin=f"{PASSWORD}\n")
    event = PlatformEvent.objects.get()
    assert (event.verb, event.channel) == ("account.operator", "cli")
    assert PASSWORD not in str(event.changes) and Account.objects.get().password not in str(event.changes)


@pytest.mark.parametrize(
    ("username", "password", "words"),
    [
        ("zongguan", "12345678", "密码不要全是数字"),
        ("zongguan", "", "密码太短"),
        ("z", PASSWORD, "3 到 40 个字"),
        ("taken", PASSWORD, "已经有人用了"),
    ],
)
def test_a_bad_name_or_password_is_refused_in_a_sentence(run, username, password, words):
    Account.objects.create(username="taken")
    status, printed = run("create", "--username", username, "--password-stdin", "--json", stdin=f"{password}\n")
    assert status == 1 and words in json.loads(printed)["error"]
    assert Account.objects.count() == 1


def test_without_a_terminal_it_asks_for_the_option(run):
    status, printed = run("create", "--username", "zongguan")
    assert status == 1 and "--password-stdin" in printed and not Account.objects.exists()
