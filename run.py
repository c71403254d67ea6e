"""The one launcher of Yanxiu 研修. Standard library only; needs python3 ≥ 3.11 and nothing else.

    python3 run.py                    set up, build the demonstration, serve on 127.0.0.1:8000
    python3 run.py --lan              serve a real installation (YANXIU_DATA) to the school network
    python3 run.py --prepare          set up and stop there, for a server whose services systemd starts
    python3 run.py --check            the same in a scratch folder: walk every page as every role, exit 0 or 1
    python3 run.py test [ARGS…]       install what tests need and run everything (with ARGS: only pytest)
    python3 run.py yanxiu ARGS…       the command line inside the installation; results alone on stdout
    python3 run.py exec FILE.py ARGS… a script in the same environment, test tools included

YANXIU_DATA=DIR holds database, files, keys and logs (default var/demo, the demonstration).
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("研修需要 python3 3.11 或更新的版本。")

from launcher.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
