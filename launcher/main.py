"""Which of the launcher's few jobs is asked for."""

import os
import subprocess
import sys
from pathlib import Path

from launcher import assets, environment
from launcher.say import ROOT, say, stop


def main(arguments: list[str]) -> int:
    """Run one of: serve (nothing), --check, test, yanxiu, exec. Returns the exit status."""
    what, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if what == "yanxiu":
        return yanxiu(rest)
    if what == "exec":
        return execute(rest)
    if what == "test":
        from launcher.tests import run_tests

        return run_tests(rest)
    if what in ("-h", "--help"):
        say(sys.modules["__main__"].__doc__ or "")
        return 0
    from launcher.serve import serve

    return serve(arguments)


def yanxiu(arguments: list[str]) -> int:
    """The command line inside the installation; keeps the working directory and the exit status."""
    python = environment.prepare()
    return subprocess.run([str(python), "-m", "yanxiu.cli.main", *arguments], env=child(), check=False).returncode


def execute(arguments: list[str]) -> int:
    """A script of the repository in the environment with test tools."""
    if not arguments or not Path(arguments[0]).exists():
        stop("用法：python3 run.py exec 文件.py [参数…]。没有找到这个文件。")
    python = environment.prepare(development=True)
    return subprocess.run([str(python), *arguments], env=child(), check=False).returncode


def child(**more: str) -> dict[str, str]:
    """The environment variables of what we start: the tree on the path, the virtual environment first."""
    path = os.pathsep.join([str(environment.HOME / "bin"), os.environ.get("PATH", "")])
    tree = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PATH": path, "PYTHONPATH": tree, "PYTHONUTF8": "1", **more}


def ready() -> Path:
    """Environment and assets, as serving needs them."""
    python = environment.prepare()
    assets.build()
    return python
