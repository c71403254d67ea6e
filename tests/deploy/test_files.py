"""The files in deploy/: systemd reads the units, their programs and arguments exist, the image holds what runs."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.cli.parsers import whole

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
HOME = "/opt/yanxiu"  # where docs/deploy.md puts the source
BIN = Path(sys.executable).parent


class Unit(configparser.RawConfigParser):
    """A unit file; a key given several times keeps every line."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=("=",))
        self.optionxform = str  # type: ignore[method-assign,assignment]
        lines = path.read_text(encoding="utf-8").splitlines()
        self.several = [tuple(line.split("=", 1)) for line in lines if re.match(r"\w+=", line)]
        self.read_string("\n".join(lines))

    def all(self, key: str) -> list[str]:
        """Every value of a key, in order."""
        return [value for name, value in self.several if name == key]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_has_the_parts_systemd_asks_for(path: Path) -> None:
    unit = Unit(path)
    assert unit.get("Unit", "Description")
    if path.suffix == ".timer":
        assert unit.get("Timer", "OnCalendar") and unit.get("Install", "WantedBy") == "timers.target"
        assert path.with_suffix(".service") in UNITS
    else:
        assert unit.get("Service", "User") == unit.get("Service", "Group") == "yanxiu"
        assert unit.get("Service", "EnvironmentFile") == "/etc/yanxiu/yanxiu.env"
        assert unit.get("Service", "WorkingDirectory") == HOME


def test_systemd_itself_has_no_complaint(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace(f"{HOME}/.venv/bin", str(BIN)).replace(HOME, str(ROOT))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    tool = shutil.which("systemd-analyze")
    if tool is None:
        assert len(UNITS) == 6  # without systemd on the machine the other tests of this file must do
        return
    done = subprocess.run([tool, "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def commands() -> list[tuple[str, list[str]]]:
    """Every command line of every service."""
    return [
        (f"{path.stem}:{number}", shlex.split(line))
        for path in SERVICES
        for number, line in enumerate(
            line for key in ("ExecStartPre", "ExecStart", "ExecStartPost") for line in Unit(path).all(key)
        )
    ]


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_a_service_runs_a_program_that_exists_with_arguments_it_knows(name: str, command: list[str]) -> None:
    program, arguments = command[0], command[1:]
    if program == f"{HOME}/.venv/bin/yanxiu":
        assert (BIN / "yanxiu").exists()
        whole().parse_args(arguments)
    elif program == f"{HOME}/.venv/bin/gunicorn":
        gunicorn(arguments)
    elif program == "/usr/bin/python3":
        assert Path(arguments[0]) == Path(HOME, "run.py")
        known = re.findall(r'add_argument\("(--\w+)"', (ROOT / "launcher" / "serve.py").read_text(encoding="utf-8"))
        assert set(arguments[1:]) <= {*known, "8000"}
    else:
        assert Path(program).exists()


def gunicorn(arguments: list[str]) -> None:
    """Let gunicorn judge its own arguments, and load the application."""
    done = subprocess.run([sys.executable, "-m", "gunicorn", "--check-config", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_gunicorn_would_refuse_an_argument_it_does_not_know() -> None:
    with pytest.raises(AssertionError):
        gunicorn(["yanxiu.config.wsgi", "--no-such-thing"])


def test_what_a_strict_service_writes_to_is_open_to_it_and_made_by_the_document() -> None:
    data = re.search(r"^YANXIU_DATA=(\S+)$", (DEPLOY / "yanxiu.env").read_text(encoding="utf-8"), re.M)
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert data is not None
    for path in SERVICES:
        unit = Unit(path)
        if unit.get("Service", "ProtectSystem", fallback="") != "strict":
            continue
        places = unit.get("Service", "ReadWritePaths").split()
        assert data[1] in places
        for place in places:
            assert re.search(rf"install -d .*{place}", text) or place.startswith(f"{HOME}/")
    backup = shlex.split(Unit(DEPLOY / "systemd" / "yanxiu-backup.service").all("ExecStart")[0])
    assert backup[-1] in Unit(DEPLOY / "systemd" / "yanxiu-backup.service").get("Service", "ReadWritePaths").split()


def test_the_wrapper_runs_what_the_services_run_with_their_settings() -> None:
    text = (DEPLOY / "yanxiu").read_text(encoding="utf-8")
    assert os.access(DEPLOY / "yanxiu", os.X_OK)
    assert f"exec {HOME}/.venv/bin/yanxiu" in text and ". /etc/yanxiu/yanxiu.env" in text
    assert subprocess.run(["sh", "-n", str(DEPLOY / "yanxiu")], check=False).returncode == 0


def web() -> list[str]:
    """The arguments of gunicorn in the web service."""
    (line,) = Unit(DEPLOY / "systemd" / "yanxiu-web.service").all("ExecStart")
    return shlex.split(line)[1:]


def test_both_proxies_lead_to_the_web_service_and_let_the_largest_upload_through() -> None:
    bind = web()[web().index("--bind") + 1]
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert f"proxy_pass http://{bind};" in nginx and f"reverse_proxy {bind}" in caddy
    sizes = [re.search(pattern, text) for pattern, text in ((r"client_max_body_size (\d+)m", nginx), (r"max_size (\d+)MB", caddy))]  # fmt: skip
    assert all(size and int(size[1]) * 1_000_000 > settings.UPLOAD_LIMIT for size in sizes)


def test_nginx_names_the_visitor_by_what_it_saw_itself() -> None:
    headers = dict(
        re.findall(r"proxy_set_header\s+(\S+)\s+(\S+);", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    )
    assert headers["X-Forwarded-For"] == "$remote_addr"  # $proxy_add_x_forwarded_for would keep what a visitor made up
    assert (headers["X-Forwarded-Proto"], headers["Host"]) == ("$scheme", "$host")


def test_the_example_address_is_one_in_all_files() -> None:
    for name in ("nginx.conf", "Caddyfile", "yanxiu.env"):
        text = re.sub(r"s3\.example\.cn", "", (DEPLOY / name).read_text(encoding="utf-8"))
        assert set(re.findall(r"[\w.-]+\.example\.cn", text)) == {"yx.example.cn"}


CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
SOURCES = [source for line in re.findall(r"^COPY (.+)$", CONTAINER, re.M) for source in line.split()[:-1]]


def test_the_image_copies_what_exists_and_what_the_launcher_needs() -> None:
    assert [one for one in SOURCES if not (ROOT / one).exists()] == []
    needed = {"run.py", "launcher", "yanxiu", "packs", "frontend", "build.mjs", "package.json", "package-lock.json", ".npmrc"}  # fmt: skip
    locks = {"requirements.lock", "requirements-tools.lock", "requirements-assets.lock"}
    assert needed | locks | {"LICENSE", "THIRD_PARTY.md"} <= set(SOURCES)
    assert not any(one.startswith(("tests", "var", ".venv", ".git")) for one in SOURCES)


def test_the_images_steps_are_the_launchers() -> None:
    steps = [part.strip() for line in re.findall(r"^RUN (.+)$", CONTAINER, re.M) for part in line.split("&&")]
    assert "python3 run.py --prepare" in steps
    (static,) = [one for one in steps if "yanxiu serve" in one]
    whole().parse_args(static.partition(".venv/bin/yanxiu ")[2].split())
    assert "SECRET_KEY=" in static and "IDENTITY_KEY=" in static  # or keys would be made, and stay in the image
    started = json.loads(re.findall(r"^CMD (.+)$", CONTAINER, re.M)[0])
    there = "0.0.0.0:8000"
    assert started == ["gunicorn", *(there if one == "127.0.0.1:8000" else one for one in web())]


@pytest.mark.slow
def test_what_the_image_copies_runs_by_itself(tmp_path: Path) -> None:
    tree, data = tmp_path / "tree", tmp_path / "data"
    tree.mkdir()
    for one in SOURCES:
        source = ROOT / one
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, tree / one, ignore=ignore) if source.is_dir() else shutil.copy(source, tree / one)
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    variables = kept | {"PYTHONPATH": str(tree), "YANXIU_DATA": str(data)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], cwd=tree, env=variables, capture_output=True, text=True, check=False)  # fmt: skip

    assert run("-c", "import yanxiu; print(yanxiu.__file__)").stdout.startswith(str(tree))
    assert run("-m", "yanxiu.cli.main", "init").returncode == 0
    well = run("-m", "yanxiu.cli.main", "doctor", "--json")
    assert well.returncode == 0 and json.loads(well.stdout)["well"]
    packs = {path.name for path in (tree / "packs").iterdir()}
    assert packs == {path.name for path in (ROOT / "packs").iterdir()} and packs
