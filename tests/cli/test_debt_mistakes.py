"""Debts that contradict themselves or the catalog: one line each with its place, exit code 2, on the real command."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fundmix.cli import main

HEAD = """start = 2027-01-01
[facts]
applicant = "individual"
born_on = 1990-01-01
[cash]
income = 20000
"""
DEBT = """[[debts]]
name = "old"
balance = 10000
rate = "12%"
repayment = "annuity"
next_payment = 2027-01-15
last_payment = 2027-12-15
"""
"""Lines 7 to 13 of the profile; what a case adds stands in line 14."""


def planned(folder: Path, text: str) -> Result:
    """``fundmix optimize`` without a need, in English."""
    profile = folder / "profile.toml"
    profile.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["optimize", "--profile", str(profile), "--lang", "en"])


def lines(folder: Path, result: Result) -> list[str]:
    """What stderr says, without the folder."""
    return [line.removeprefix(f"{folder}/") for line in result.stderr.splitlines()]


BAD = {
    "a payment that only covers the interest": ("payment = 100", "14, debts[1].payment"),
    "a payment that leaves most for the last day": ("payment = 150", "14, debts[1].payment"),
    "a payment below a debt of one sum": (
        ("annuity", "bullet", "payment = 9999.99"),
        "14, debts[1].payment",
    ),
    "a plan of its own without a payment": (("annuity", "custom", ""), "7, debts[1].payment"),
    "an end before the next payment": (("2027-12-15", "2027-01-14", ""), "13, debts[1].last_payment"),
    "a next payment before the start": (("2027-01-15", "2026-12-31", ""), "12, debts[1].next_payment"),
    "more owed than was lent": ("original_amount = 9999", "9, debts[1].balance"),
    "two debts of one name": (DEBT, "15, debts[2].name"),
    "a fee above the principal": ("prepay_fee_rate = 1.01", "14, debts[1].prepay_fee_rate"),
    "a fee below nothing": ("prepay_fee_rate = -0.01", "14, debts[1].prepay_fee_rate"),
    "a fee in words": ('prepay_fee_rate = "one month"', "14, debts[1].prepay_fee_rate"),
    "a right that is neither yes nor no": ('renewable = "perhaps"', "14, debts[1].renewable"),
    "a lender that does not exist": ('channel_id = "nobody"', "14, debts[1].channel_id"),
    "a pledge that is no word of the facts": ('pledge = "my house"', "14, debts[1].pledge"),
}


def told(change: str | tuple[str, str, str]) -> str:
    """The profile with a line more, or with a word replaced and a line more."""
    if isinstance(change, str):
        return HEAD + DEBT + change + "\n"
    old, new, more = change
    return HEAD + DEBT.replace(old, new) + more + "\n"


@pytest.mark.parametrize(("change", "place"), BAD.values(), ids=BAD.keys())
def test_a_debt_that_cannot_be_is_told_where(
    tmp_path: Path, change: str | tuple[str, str, str], place: str
) -> None:
    """Nothing is planned; the one line names the file, its line and the word."""
    result = planned(tmp_path, told(change))
    (said,) = lines(tmp_path, result)
    assert (result.exit_code, result.stdout, said.partition(": ")[0]) == (2, "", f"profile.toml:{place}")
    assert said.partition(": ")[2]


def test_a_sound_debt_without_a_need_is_planned(tmp_path: Path) -> None:
    """The same profile without a mistake gets its answer: the cases above fail for their one reason."""
    result = planned(tmp_path, told("prepay_fee_rate = 0"))
    assert result.exit_code in (0, 3)
    assert result.stdout


def test_mistakes_of_two_debts_are_told_together(tmp_path: Path) -> None:
    """Each debt has its own lines, in the order of the file."""
    second = DEBT.replace("old", "new") + "renewable = 7\n"
    result = planned(tmp_path, told("prepay_fee_rate = 2") + second)
    places = [line.partition(": ")[0] for line in lines(tmp_path, result)]
    assert (result.exit_code, places) == (
        2, ["profile.toml:14, debts[1].prepay_fee_rate", "profile.toml:22, debts[2].renewable"],
    )  # fmt: skip


PLEDGES = {
    "a pledge that is no fact": 'pledge = "moon"',
    "a pledge that backs nothing": 'pledge = "born_on"',
}


@pytest.mark.parametrize("line", PLEDGES.values(), ids=PLEDGES.keys())
def test_a_pledge_that_no_catalog_knows(tmp_path: Path, line: str) -> None:
    """Such a debt would count as secured, and a slip of the pen let it out of every share."""
    result = planned(tmp_path, told(line))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
