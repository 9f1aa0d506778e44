"""``fundmix`` as it is, with HiGHS's own seconds as the last line on stderr: ``python -m benchmarks.clocked …``."""

import sys

from benchmarks.measuring import solver_clock
from fundmix.cli import main

if __name__ == "__main__":
    with solver_clock() as timing:
        try:
            main()
        finally:  # the command ends by SystemExit
            print(timing.solver, file=sys.stderr)
