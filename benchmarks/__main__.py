"""Measures the ratios that fundmix promises: ``make bench``, or ``python -m benchmarks [--quick] [name …]``.

Every ratio compares two things of one and the same run, in turns, after a warm-up, and shows the median: a busy
machine slows both. A missed target is a row that says so; the command ends with 0 all the same.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import click
from rich.console import Console
from rich.table import Table

from benchmarks.around_solver import around_solver, wang
from benchmarks.debts import debts
from benchmarks.frontier import frontier
from benchmarks.growth import growth
from benchmarks.large import large
from benchmarks.levers import levers
from benchmarks.measuring import Effort, Section
from benchmarks.plain_pulp import plain_pulp
from benchmarks.processes import command, start_up
from benchmarks.report import report
from benchmarks.survive import survive
from benchmarks.watch import watch

BENCHMARKS: dict[str, Callable[[Effort], Section]] = {
    "solver": around_solver,
    "wang": wang,
    "debts": debts,
    "levers": levers,
    "frontier": frontier,
    "survive": survive,
    "watch": watch,
    "large": large,
    "pulp": plain_pulp,
    "report": report,
    "help": start_up,
    "command": command,
    "growth": growth,
}


@click.command(help=__doc__)
@click.argument("names", nargs=-1, type=click.Choice(tuple(BENCHMARKS)))
@click.option("--quick", is_flag=True, help="Small cases, once each: does it work at all.")
def main(names: tuple[str, ...], quick: bool) -> None:
    """Run what was named, or everything, and print the tables."""
    console, start = Console(width=None if sys.stdout.isatty() else 160), time.perf_counter()
    sections = []
    for name in names or tuple(BENCHMARKS):
        click.echo(f"{name} …", err=True)
        sections.append(BENCHMARKS[name](Effort(quick)))
    results = [result for section in sections for result in section.results]
    if results:
        console.print(_results(sections))
    for section in sections:
        if section.table:
            console.print(_table(section.table))
        for sentence in section.sentences:
            console.print(sentence, soft_wrap=True)
    console.print(f"{machine()}; {time.perf_counter() - start:.0f} s in all.", soft_wrap=True)


def _results(sections: list[Section]) -> Table:
    table = Table(box=None, pad_edge=False)
    for head, style in (("", ""), ("measured", ""), ("target", ""), ("met", ""), ("", "dim")):
        table.add_column(head, style=style, justify="right" if head == "measured" else "left")
    for section in sections:
        for result in section.results:
            met = {True: "yes", False: "[bold red]no[/]", None: ""}[result.met]
            table.add_row(result.what, result.measured, result.target, met, result.remark)
    return table


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(rows[0]):
        table.add_column(head, justify="right" if number else "left")
    for row in rows[1:]:
        table.add_row(*row)
    return table


def machine() -> str:
    """One line about where this ran."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"HiGHS {version('highspy')}{load}"
    )


if __name__ == "__main__":
    main()
