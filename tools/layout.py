"""Refuses templates whose layout is not djangofmt's: it formats in place only, so copies are formatted and compared.

python tools/layout.py [--write] TEMPLATE…
"""

import subprocess
import sys
import tempfile
from pathlib import Path

WAY = ["--line-length", "120", "--indent-width", "2", "-q"]


def main(arguments: list[str]) -> int:
    """Exit status: 0 when every template is laid out as djangofmt would, 1 when some are not, which are named."""
    tool = Path(sys.executable).with_name("djangofmt")
    write = "--write" in arguments
    templates = [Path(argument) for argument in arguments if argument != "--write"]
    if write:
        return subprocess.run([str(tool), *WAY, *map(str, templates)], check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"{number}.html" for number in range(len(templates))]
        for template, copy in zip(templates, copies, strict=True):
            copy.write_bytes(template.read_bytes())
        subprocess.run([str(tool), *WAY, *map(str, copies)], check=True)
        other = [
            template
            for template, copy in zip(templates, copies, strict=True)
            if template.read_bytes() != copy.read_bytes()
        ]
    for template in other:
        print(f"{template}: not laid out as djangofmt does; python tools/layout.py --write {template}")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
