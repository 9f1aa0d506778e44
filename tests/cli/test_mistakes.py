"""Mistakes on the command line and in files: one line each, the right exit code, no traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fundmix.cli import main
from fundmix.errors import InputError, Issue, NotProvenError, VerificationError

LOAN = ["apr", "--amount", "1000", "--rate", "5%", "--months", "12"]


def run(*words: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["optimise"], "no command optimise; did you mean optimize?"),
        (["xyzzy"], "no command xyzzy"),
        (["catalog", "lsit"], "no command lsit; did you mean list?"),
        (["apr", "--amuont", "3"], "no option --amuont; did you mean --amount?"),
        (["apr"], "--amount is missing"),
        ([*LOAN, "--lender", "bnak"], None),
        ([*LOAN, "--start"], "--start needs a value"),
        (
            ["eligible", "--profile", "nowhere.toml"],
            "--profile: there is no file nowhere.toml; to make one: fundmix profile init -o nowhere.toml",
        ),
        (["catalog", "add", ".", "name"], "name: write column=value"),
    ],
)
def test_typing_mistakes(words: list[str], line: str | None) -> None:
    """A mistake is named with what was probably meant, then where the help is; exit code 2."""
    result = run("--lang", "en", *words)
    first, *rest = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    assert first == line or (line is None and first.startswith("--lender: write one of bank, "))
    assert all(text.startswith("Help: fundmix") for text in rest)


def test_mistakes_are_in_the_readers_language() -> None:
    """The same mistakes in Chinese."""
    assert run("optimise", "--lang", "zh").stderr.splitlines() == [
        "没有命令 optimise；您要的是 optimize？",
        "帮助：fundmix --help",
    ]
    assert run("apr", "--lang", "zh", "--amount", "1,000").stderr.splitlines()[0].startswith("--amount: ")


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (
            InputError(
                [Issue("usage_no_file", "a.csv", 2, "rate"), Issue("usage_no_file", "b.csv", 9, "name")]
            ),
            2,
            ["a.csv:2, rate: there is no file a.csv", "b.csv:9, name: there is no file b.csv"],
        ),
        (VerificationError([Issue("usage_no_file", "a.csv", 2)]), 1, ["a.csv:2: there is no file a.csv"]),
        (NotProvenError("months", count=3), 4, ["3 months"]),
        (KeyboardInterrupt(), 130, [""]),
    ],
)
def test_what_was_raised_is_said(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, lines: list[str]
) -> None:
    """Each error of fundmix has its exit code and its lines on stderr; stdout stays empty."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("fundmix.catalog.load.load_catalog", fail)
    result = run("--lang", "en", "catalog", "list")
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (code, "", lines)


def test_an_unexpected_fault_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of fundmix is not dressed up as a mistake of the user."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("fundmix.catalog.load.load_catalog", fail)
    with pytest.raises(RuntimeError, match="broken"):
        CliRunner().invoke(main, ["catalog", "list"], catch_exceptions=False)


def test_a_bare_command_shows_its_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """``fundmix`` alone is a question: the help, and exit code 2."""
    monkeypatch.setenv("FUNDMIX_LANG", "en")
    result = run()
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: fundmix")


def test_every_mistake_of_a_catalog_is_one_line(tmp_path: Path) -> None:
    """Several mistakes in several files are told at once, each with file, line and column."""
    (tmp_path / "catalog.toml").write_text('name = "mine"\nextends = "cn"\n', encoding="utf-8")
    (tmp_path / "products.csv").write_text(
        "channel_id,product_id,repayment,term_months,rate\nnobody,main,anuity,12,5\n", encoding="utf-8"
    )
    (tmp_path / "channels.csv").write_text(
        "channel_id,name,category,lender\nuncle,表叔,family,unkle\n", encoding="utf-8"
    )
    result = run("--lang", "en", "catalog", "validate", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    places = [line.removeprefix(f"{tmp_path}/").partition(": ")[0] for line in result.stderr.splitlines()]
    assert places == ["channels.csv:2, lender", "products.csv:2, repayment"]


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """A misspelled key hides neither a bad fact nor bad needs nor a bad policy: nobody corrects one run at a time."""
    profile, needs = tmp_path / "profile.toml", tmp_path / "needs.csv"
    profile.write_text(
        'start = 2026-12-01\n[cash]\nopenning = 1\n[facts]\nborn_on = "1988"\n', encoding="utf-8"
    )
    needs.write_text("date,amount,purpose\n2026-12-20,abc,stock\n", encoding="utf-8")
    borrower = ["--profile", str(profile), "--lang", "en"]
    planned = CliRunner().invoke(main, ["optimize", *borrower, "--needs", str(needs), "--policy", "cheepest"])
    judged = CliRunner().invoke(main, ["eligible", *borrower])
    assert (planned.exit_code, judged.exit_code) == (2, 2)
    places = [line.rpartition("/")[2].partition(": ")[0] for line in planned.stderr.splitlines()]
    assert places == [
        "profile.toml:3, cash.openning",
        "profile.toml:5, facts.born_on",
        "needs.csv:2, amount",
        "--policy",
    ]
    assert judged.stderr.splitlines() == planned.stderr.splitlines()[:2]
