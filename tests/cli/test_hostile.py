"""What the command line does with hostile input: one located line per mistake, exit code 2, nothing written."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fundmix.cli import main
from fundmix.words.layout import cells

PROFILE = """\
start = 2026-12-01
[facts]
gold_mark = true
[cash]
opening = 10000
income = 40000
surplus = 20000
"""
NEED = ("--need", "10万", "--by", "+2m", "--purpose", "stock")
DEBT = '[[debts]]\nname = "d"\nrate = 0.05\nbalance = 31337\n'
QUOTE = '[[quotes]]\nchannel_id = "family"\nlimit = 31337\n'
LONG = "x" * 500
ESCAPES = "\x1b[31mred\u202e"


def run(folder: Path, *words: str) -> Result:
    """The command's result inside ``folder``, in English."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, ["--lang", "en", *words])
    finally:
        os.chdir(before)


def optimize(folder: Path, *words: str, profile: str | bytes = PROFILE) -> Result:
    """``fundmix optimize`` on a profile."""
    data = profile if isinstance(profile, bytes) else profile.encode()
    (folder / "p.toml").write_bytes(data)
    return run(folder, "optimize", "--profile", "p.toml", *words)


def refused(result: Result) -> list[str]:
    """The lines of a refusal, which is exit code 2, no answer, no control character, no figure of the borrower."""
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    assert result.stderr.replace("\n", "").isprintable()
    assert "31337" not in result.stderr
    assert "31,337" not in result.stderr
    return result.stderr.splitlines()


PROFILES: Mapping[str, tuple[str | bytes, list[str]]] = {
    "a day before any calendar": (
        PROFILE.replace("2026", "0001"),
        ["p.toml:1, start: a first day lies from"],
    ),
    "a day after any plan": (PROFILE.replace("2026", "9999"), ["p.toml:1, start: a first day lies from"]),
    "a day that does not exist": (PROFILE.replace("12-01", "02-30"), ["p.toml"]),
    "no number": (PROFILE.replace("10000", "nan"), ["p.toml:5, cash.opening: this is not a number"]),
    "endless": (PROFILE.replace("10000", "-inf"), ["p.toml:5, cash.opening: this is not a number"]),
    "beyond floats": (PROFILE.replace("10000", "1e309"), ["p.toml:5, cash.opening: this is not a number"]),
    "beyond money": (PROFILE.replace("10000", "9" * 30), ["p.toml:5, cash.opening: this amount is beyond"]),
    "digits without end": (PROFILE.replace("10000", "9" * 5000), ["p.toml: this is not valid TOML"]),
    "brackets without end": ("a = " + "[" * 100_000, ["p.toml: this is not valid TOML"]),
    "thousands": (PROFILE.replace("10000", '"31,337"'), ["p.toml:5, cash.opening: a number has no commas"]),
    "bare 5": (PROFILE + "deposit_rate = 5\n", ["p.toml:8, cash.deposit_rate: this rate is beyond 1"]),
    "UTF-16": (PROFILE.encode("utf-16"), ["p.toml:1: the file is no plain text"]),
    "broken bytes": (PROFILE.encode() + b"# \xff\x80\n", ["p.toml:8: the file is neither UTF-8 nor GB18030"]),
    "zero byte": (PROFILE.encode() + b"\0", ["p.toml:8: the file is no plain text"]),
    "escapes in a key": (PROFILE + '"\\u001b[31m\\u202e" = 1\n', ["p.toml, cash.[31m: unknown word"]),
    "a long text": (
        PROFILE.replace("[facts]", f'[facts]\noccupation = "{"很" * 9000}"'),
        ["p.toml:3, facts.occupation: the text is longer than 400"],
    ),
    "a debt for ever": (
        PROFILE + DEBT + "next_payment = 2027-01-01\nlast_payment = 9999-12-31\n",
        ["p.toml:13, debts[1].last_payment: this lies more than 50 years from 2026-12-01"],
    ),
    "a bullet for ever": (
        PROFILE + DEBT + 'repayment = "bullet"\nnext_payment = 0001-01-01\nlast_payment = 9999-12-31\n',
        [
            "p.toml:13, debts[1].next_payment: this lies more than 50 years from",
            "p.toml:14, debts[1].last_payment: this lies more than 50 years from",
        ],
    ),
    "a quote for ever": (
        PROFILE + QUOTE + "term_months = 1000000000\n",
        ["p.toml:11, quotes[1].term_months: this number is beyond 1200"],
    ),
    "a quote for no product": (
        PROFILE + QUOTE + 'product_id = "mian"\n',
        ["p.toml:11, quotes[1].product_id: the channel has no such product; did you mean main?"],
    ),
}


@pytest.mark.parametrize(("profile", "starts"), PROFILES.values(), ids=PROFILES.keys())
def test_hostile_profiles(tmp_path: Path, profile: str | bytes, starts: list[str]) -> None:
    """Each mistake of a profile is one line with its place and without the figure."""
    lines = refused(optimize(tmp_path, *NEED, profile=profile))
    assert len(lines) == len(starts)
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True)), lines


ROWS: Mapping[str, tuple[str, str]] = {
    "beyond the calendar": ("+9999y,100,stock", "n.csv:2, date: this lies more than 20 years from"),
    "centuries ahead": ("+9999m,100,stock", "n.csv:2, date: this lies more than 20 years from"),
    "the last day of all": ("9999-12-31,100,stock", "n.csv:2, date: this lies more than 20 years from"),
    "no such day": ("2026-13-40,100,stock", "n.csv:2, date: there is no such day"),
    "no number": ("+2m,nan,stock", "n.csv:2, amount: this is not a number"),
    "beyond floats": ("+2m,1e309,stock", "n.csv:2, amount: this is not a number"),
    "thousands": ('+2m,"31,337",stock', "n.csv:2, amount: a number has no commas"),
    "purpose mistyped": ("+2m,100,stcok", "n.csv:2, purpose: "),
    "a cell of megabytes": ("+2m,100," + "x" * 10**6, "n.csv:2: the cell is longer than"),
}


@pytest.mark.parametrize(("row", "start"), ROWS.values(), ids=ROWS.keys())
def test_hostile_needs(tmp_path: Path, row: str, start: str) -> None:
    """Each mistake of a need is one line with its place."""
    (tmp_path / "n.csv").write_text(f"date,amount,purpose\n{row}\n")
    (line,) = refused(optimize(tmp_path, "--needs", "n.csv"))
    assert line.startswith(start)


WORDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "a profile's long name": (("eligible", "--profile", LONG), "--profile: there is no file"),
    "a profile with escapes": (("eligible", "--profile", ESCAPES), "--profile: there is no file [31mred;"),
    "an option with escapes": (("eligible", f"--{ESCAPES}"), "no option --[31mred"),
    "a command with escapes": ((ESCAPES,), "no command [31mred"),
    "one word too many": (("catalog", "list", ESCAPES), "nothing is known to do with: [31mred"),
    "a catalog's long path": (("catalog", "list", "--catalog", f"./{LONG}"), "there is no folder ./xxx"),
    "a catalog's long name": (("catalog", "list", "--catalog", LONG), "there is no catalog"),
    "a catalog by .. alone": (("catalog", "list", "--catalog", ".."), ".. is no name of a catalog"),
    "a catalog in no folder": (("catalog", "list", "--catalog", "../x"), "there is no folder ../x"),
    "a folder with a long name": (("catalog", "init", LONG, "--name", "n"), "xxx"),
    "a folder in a file": (("catalog", "init", "file/x"), "file/x: this file cannot be written"),
    "a catalog with a long title": (("catalog", "init", "new", "--name", LONG), "name: the text is longer"),
    "a new profile's long name": (("profile", "init", "-o", LONG), "xxx"),
    "a loan of no month": (
        ("apr", "--amount", "1", "--rate", "5%", "--months", "0"),
        "--months: this must be",
    ),
    "a loan of ages": (
        ("apr", "--amount", "1", "--rate", "5%", "--months", "1e9"),
        "--months: this number is",
    ),
    "a bare 5": (("apr", "--amount", "1", "--rate", "5", "--months", "9"), "--rate: this rate is beyond 1"),
    "a loan at the end of days": (
        ("schedule", "--amount", "1", "--rate", "5%", "--months", "9", "--start", "9999-06-01"),
        "--start: a first day lies from",
    ),
}


@pytest.mark.parametrize(("words", "start"), WORDS.values(), ids=WORDS.keys())
def test_hostile_words(tmp_path: Path, words: tuple[str, ...], start: str) -> None:
    """Names that no file system takes, control characters and absurd figures are usage mistakes."""
    (tmp_path / "file").write_text("")
    first, *_ = refused(run(tmp_path, *words))
    assert first.startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


OPTIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "a second need": (("--need", "5万"), "--need is written twice; write it once"),
    "no time": (("--time-limit", "0"), "--time-limit: this must be above zero"),
    "time runs backwards": (("--time-limit", "-5"), "--time-limit: this must be above zero"),
    "a negative gap": (("--gap", "-1"), "--gap: "),
    "a policy's long name": (("--policy", f"./{LONG}.toml"), "xxx"),
    "a policy that is a folder": (("--policy", "./"), "."),
    "two answers to one file": (
        ("-o", "a.json", "-o", "./a.json"),
        "a.json: two answers would go to this file",
    ),
    "LP and MPS to one file": (
        ("--write-lp", "a", "--write-mps", "a"),
        "a: two answers would go to this file",
    ),
    "an answer to a folder": (("--write-lp", "."), ".: this file cannot be written"),
    "an answer into a file": (("-o", "p.toml/"), "p.toml/plan.json: this file cannot be written"),
    "an answer with a long name": (("-o", f"{LONG}.json"), "xxx"),
    "an answer without a name": (("-o", ""), "-o: nothing writes this kind of file"),
    "an answer over the profile": (("--write-lp", "p.toml"), "p.toml: this file is read"),
}


@pytest.mark.parametrize(("words", "start"), OPTIONS.values(), ids=OPTIONS.keys())
def test_hostile_options(tmp_path: Path, words: tuple[str, ...], start: str) -> None:
    """What cannot be kept or written is said before any work, and nothing is written."""
    first, *_ = refused(optimize(tmp_path, *NEED, *words))
    assert first.startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == ["p.toml"]


def test_dated_figures_are_an_input(tmp_path: Path) -> None:
    """A folder of answers does not go over the CSV that the profile names."""
    (tmp_path / "cashflow.csv").write_text("date,amount\n2026-12-01,20000\n")
    profile = PROFILE.replace("surplus = 20000", 'surplus = "cashflow.csv"')
    lines = refused(optimize(tmp_path, *NEED, "-o", "./", profile=profile))
    assert lines == ["cashflow.csv: this file is read, so it is not written over; choose another name"]


@pytest.mark.parametrize("word", ["require", "exclude"])
def test_a_policy_names_channels_that_exist(tmp_path: Path, word: str) -> None:
    """A mistyped channel in a policy would be let in without a word."""
    (tmp_path / "mine.toml").write_text(f'{word} = ["famly"]\n')
    (line,) = refused(optimize(tmp_path, *NEED, "--policy", "mine.toml"))
    assert line.endswith(f"{word}: the catalog has no channel famly; did you mean family?")


def test_a_policy_extends_a_word(tmp_path: Path) -> None:
    """``extends`` with a list is a located mistake."""
    (tmp_path / "mine.toml").write_text('extends = ["balanced"]\n')
    (line,) = refused(optimize(tmp_path, *NEED, "--policy", "mine.toml"))
    assert line.startswith("mine.toml:1, extends: no policy is named")


TABLES: Mapping[str, tuple[str, str, str]] = {
    "a term of ages": (
        "products",
        "channel_id,repayment,term_months,rate\nfamily,annuity,1000000000,5%\n",
        "beyond",
    ),
    "no instalments": (
        "products",
        "channel_id,repayment,term_months,rate,interest_only_months\nfamily,annuity,12,5%,12\n",
        "c/products.csv:2, interest_only_months: this leaves no month for instalments",
    ),
    "a flow of ages": (
        "flows",
        "channel_id,product_id,period,principal\nfamily,main,1000000000,1\n",
        "c/flows.csv:2, period: this number is beyond 1200",
    ),
    "an answer in ages": (
        "channels",
        "channel_id,name,category,lender,lead_days\nfamily,F,family,person,1000000000\n",
        "c/channels.csv:2, lead_days: this number is beyond 3650",
    ),
    "an unknown operator": (
        "eligibility",
        "rule_id,applies_to,field,operator,value,reason\nr,channel:family,gold_mark,~~,yes,no\n",
        "c/eligibility.csv:2, operator: ",
    ),
    "a long base": (
        "catalog",
        f'name = "c"\nextends = "./{LONG}"\n',
        "c/catalog.toml:2, extends: the text is",
    ),
    "its own base": ("catalog", 'name = "c"\nextends = "../c"\n', "c/catalog.toml:2, extends: "),
}


@pytest.mark.parametrize(("table", "text", "said"), TABLES.values(), ids=TABLES.keys())
def test_hostile_catalogs(tmp_path: Path, table: str, text: str, said: str) -> None:
    """A catalog that would never end is refused with the line."""
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "catalog.toml").write_text('name = "c"\nextends = "cn"\n')
    (folder / f"{table}.{'toml' if table == 'catalog' else 'csv'}").write_text(text)
    lines = refused(run(tmp_path, "catalog", "validate", "./c"))
    assert any(said in line for line in lines), lines


def test_prices_beyond_counting_are_shown() -> None:
    """Hardly anything paid out makes a price without bounds, which is still an answer."""
    fees = ("--upfront-fee", "99.999%")
    result = CliRunner().invoke(main, ["apr", "--amount", "10万", "--rate", "5%", "--months", "12", *fees])
    assert result.exit_code == 0
    assert ">1,000,000%" in result.stdout


@pytest.mark.parametrize("columns", ["0", "5", "40", "abc"])
def test_an_answer_keeps_to_its_width(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: str) -> None:
    """Hostile names and odd terminals neither break the answer nor its lines."""
    monkeypatch.setenv("COLUMNS", columns)
    hostile = "[bold]<script>\\u001b[31m\\u202e=1+1 😀" + "名" * 200
    profile = (
        PROFILE
        + DEBT.replace('"d"', f'"{hostile}"')
        + "next_payment = 2027-01-01\nlast_payment = 2027-03-01\n"
    )
    result = optimize(tmp_path, *NEED, profile=profile)
    assert result.exit_code in (0, 3), result.stderr
    assert result.stdout.replace("\n", "").isprintable()
    assert max(map(cells, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("words", [["catalog", "list"], ["catalog", "list", "--format", "csv"], ["--help"]])
def test_nobody_listens(words: list[str]) -> None:
    """A closed stdout or a pipe that ends early is no traceback."""
    command = [sys.executable, "-m", "fundmix", *words]
    reader, writer = os.pipe()
    os.close(reader)
    piped = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], stderr=subprocess.PIPE, check=False
    )
    assert b"Traceback" not in piped.stderr + closed.stderr
    assert closed.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_said() -> None:
    """An answer that cannot be written in full is a fault with one line."""
    command = [sys.executable, "-m", "fundmix", "--lang", "en", "catalog", "list"]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("the answer could not be written in full")
