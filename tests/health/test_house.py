"""The contracts of .importlinter hold, cover every room, and catch what is planted in a copy of the house."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.health.tree import ROOT

PURE = ("kernel", "policy", "setup/roster")
ROOMS_CONTRACT, FURNITURE_CONTRACT, PURITY_CONTRACT = "An upper room", "Within a room", "know no Django"


def lint(folder):
    """The linter on a tree: exit code and what it printed on one line."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the house to plant breaches in."""
    folder = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__", "static", "templates")
    shutil.copytree(ROOT / "yanxiu", folder / "yanxiu", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


@pytest.fixture
def plant(house):
    """Write a module of the copy and take it away again."""
    planted = []

    def write(name, text):
        path = house / name
        assert not path.exists(), "plant a new module, not over an old one"
        planted.append((path, not path.parent.exists()))
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
        return lint(house)

    yield write
    for path, new_folder in planted:
        shutil.rmtree(path.parent) if new_folder else path.unlink()


def test_the_house_keeps_its_contracts():
    code, printed = lint(ROOT)
    assert code == 0, printed


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("yanxiu/base/planted.py", "from yanxiu.org import models", "yanxiu.base.planted -> yanxiu.org.models"),
        ("yanxiu/org/planted.py", "from yanxiu.web import words", "yanxiu.org.planted -> yanxiu.web.words"),
        ("yanxiu/jobs/planted.py", "def f():\n    import yanxiu.cli.main", "yanxiu.jobs.planted -> yanxiu.cli.main"),
        (
            "yanxiu/archives/planted.py",
            "from yanxiu.dashboards import views",
            "yanxiu.archives.planted -> ",
        ),
        ("yanxiu/cellar/planted.py", "x = 1", "cellar"),
    ],
)
def test_a_room_that_knows_an_upper_one_or_stands_on_no_floor_is_found(plant, module, text, said):
    code, printed = plant(module, text)
    assert code == 1
    assert f"{ROOMS_CONTRACT} may import a lower one, never the other way BROKEN" in printed
    assert said in printed


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        (
            "yanxiu/org/queries/planted.py",
            "from yanxiu.org.actions import people",
            "queries.planted -> yanxiu.org.actions",
        ),
        ("yanxiu/jobs/forms.py", "from yanxiu.jobs import urls", "yanxiu.jobs.forms -> yanxiu.jobs.urls"),
        ("yanxiu/ledger/facts.py", "from yanxiu.ledger import actions", "yanxiu.ledger.facts -> yanxiu.ledger.actions"),
    ],
)
def test_furniture_in_the_wrong_order_is_found(plant, module, text, said):
    code, printed = plant(module, text)
    assert code == 1
    assert f"{FURNITURE_CONTRACT}: urls, views, forms, actions, facts, access, queries, models, enums BROKEN" in printed
    assert said in printed


@pytest.mark.parametrize("module", ["yanxiu/kernel/planted.py", "yanxiu/setup/roster/planted.py"])
@pytest.mark.parametrize("text", ["from django.utils import timezone", "def f():\n    import django.db.models"])
def test_django_in_a_pure_room_is_found(plant, module, text):
    code, printed = plant(module, text)
    assert code == 1
    assert f"{PURITY_CONTRACT} BROKEN" in printed
    assert f"{module[:-3].replace('/', '.')} -> django" in printed


def test_every_pure_room_that_stands_is_under_the_purity_contract():
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    covered = config["importlinter:contract:purity"]["source_modules"].split()
    patterns = [re.compile(one.replace(".", r"\.").replace("*", r"[a-z_]+") + "$") for one in covered]
    standing = [f"yanxiu.{room.replace('/', '.')}" for room in PURE if (ROOT / "yanxiu" / room).exists()]
    assert [room for room in standing if not any(pattern.match(room) for pattern in patterns)] == []
