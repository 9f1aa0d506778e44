"""Starts one command, waits, and prints its seconds and peak memory as JSON: ``python launch.py COMMAND …``.

A process of its own, of the standard library alone, because a child's peak counts from its parent's size.
"""

import json
import os
import subprocess
import sys
import time

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of ``ru_maxrss``."""


def main(command: list[str]) -> int:
    """Run the command with its output thrown away; its errors are passed on."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": wall, "megabytes": usage.ru_maxrss * UNIT / 1e6, "code": child.returncode}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
