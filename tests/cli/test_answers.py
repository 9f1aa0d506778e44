"""What commands answer: on stdout the answer alone, in the form asked for, with an honest exit code."""

import json
import os
import stat
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from tests.report.debt_plans import RENEWALS, WHOLE, debt_plan
from tests.report.example_plan import plan
from tests.verify.right_plan import right_plan

import fundmix
from fundmix.cli import main
from fundmix.plan import FundingPlan
from fundmix.report import outputs

LOAN = [
    "--amount",
    "10万",
    "--rate",
    "0.6%",
    "--rate-basis",
    "flat_monthly",
    "--months",
    "12",
    "--start",
    "2026-12-01",
]
ROOT = Path(__file__).parents[2]


def run(*words: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(main, words)


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A small profile."""
    path = tmp_path / "profile.toml"
    path.write_text("start = 2026-12-01\n[cash]\nopening = 30000\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """``optimize`` answers at once: set ``plan``; ``asked`` holds what it was asked."""
    answer: dict[str, Any] = {"plan": plan()}

    def optimize(*arguments: object, **options: object) -> FundingPlan:
        answer["asked"] = (arguments, options)
        return answer["plan"]  # type: ignore[no-any-return]

    monkeypatch.setattr(fundmix, "recommend", SimpleNamespace(optimize=optimize), raising=False)
    return answer


def asked(profile: str, *words: str) -> Result:
    """``fundmix optimize`` for one need of 230,000."""
    return run(
        "optimize", "--profile", profile, "--need", "23万", "--by", "+1m", "--purpose", "stock", *words
    )


@pytest.mark.parametrize(
    ("status", "code"), [("funded", 0), ("not_needed", 0), ("partial", 3), ("unproven", 4)]
)
def test_the_exit_code_says_how_it_went(
    profile: str, answered: dict[str, Any], status: str, code: int
) -> None:
    """Funded or no loan needed: 0; not fully fundable: 3; not proven: 4. The plan is shown each time."""
    answered["plan"] = plan(status=status)
    result = asked(profile, "--lang", "en")
    assert result.exit_code == code
    assert "Information only: not credit, not a quote" in result.stdout


def test_options_reach_the_library(profile: str, answered: dict[str, Any], tmp_path: Path) -> None:
    """The need, the policy, the day and the limits of the solve are those of the command line."""
    asked(
        profile, "--policy", "cheapest", "--start", "2027/1/1", "--gap", "0", "--time-limit", "3", "--exact"
    )
    (_, profile_read, needs, policy), options = answered["asked"]
    assert str(profile_read.start) == "2027-01-01"
    assert [(need.amount, str(need.date), need.purpose) for need in needs] == [
        (230_000, "2027-02-01", "stock")
    ]
    assert (policy.name, options["gap"], options["time_limit"], options["exact"]) == ("cheapest", 0, 3, True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_no_colour_and_no_wide_line_when_piped(
    profile: str, answered: dict[str, Any], lang: str
) -> None:
    """A piped page is plain text of at most 80 cells."""
    text = asked(profile, "--lang", lang).stdout
    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_the_catalog_chooses_the_language_last(
    profile: str, answered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --lang and FUNDMIX_LANG a Chinese catalog answers in Chinese, whatever the locale."""
    monkeypatch.delenv("FUNDMIX_LANG", raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert asked(profile).stdout.startswith("能筹齐")


def test_files_are_written_beside_the_answer(profile: str, answered: dict[str, Any], tmp_path: Path) -> None:
    """``-o`` may be repeated; every file is for its owner alone."""
    answered["plan"] = FundingPlan.model_validate(right_plan())
    # this policy looks at refusals itself, so the page asks for no further plans
    result = asked(
        profile, "--policy", "resilient", "-o", str(tmp_path / "a.json"), "-o", f"{tmp_path}/folder/"
    )
    assert result.exit_code == 0, result.stderr
    names = sorted(path.name for path in (tmp_path / "folder").iterdir())
    whole = [f"plan{ending}" for ending in outputs.WHOLE]
    assert names == sorted(whole + [f"{table}{end}" for table in outputs.TABLES for end in outputs.TABULAR])
    assert FundingPlan.from_json((tmp_path / "a.json").read_text(encoding="utf-8")) == answered["plan"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder").iterdir()} == {0o600}


@pytest.mark.parametrize("words", [["-o", "{profile}"], ["--write-lp", "{profile}"], ["-o", "x.pdf"]])
def test_inputs_are_not_written_over(profile: str, answered: dict[str, Any], words: list[str]) -> None:
    """An output that is an input, or of no known kind, is refused before anything is solved."""
    before = Path(profile).read_text(encoding="utf-8")
    renamed = Path(profile).rename(Path(profile).with_suffix(".json"))
    result = asked(str(renamed), *(word.format(profile=renamed) for word in words))
    assert (result.exit_code, result.stdout, "asked" in answered) == (2, "", False)
    assert renamed.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            [],
            "nothing to plan: write --need AMOUNT --by DATE --purpose WORD or --needs FILE; or, to plan the "
            "loans that you have, list them under [[debts]] in the profile",
        ),
        (["--need", "5万", "--by", "+1m"], "--purpose is missing"),
        (["--by", "+1m", "--purpose", "stock"], "--need is missing"),
        (
            ["--needs", f"{ROOT}/examples/wang/needs.csv", "--need", "5万"],
            "write either --needs FILE or --need AMOUNT --by DATE --purpose WORD",
        ),
        (
            ["--needs", f"{ROOT}/examples/wang/needs.csv", "--by", "+1m"],
            "write either --needs FILE or --need AMOUNT --by DATE --purpose WORD",
        ),
    ],
)
def test_a_need_is_asked_for(profile: str, answered: dict[str, Any], words: list[str], line: str) -> None:
    """Without a whole need, and without debts, nothing is solved."""
    result = run("optimize", "--lang", "en", "--profile", profile, *words)
    assert (result.exit_code, result.stderr.splitlines()[0], "asked" in answered) == (2, line, False)


DEBT = """
[[debts]]
name = "借呗"
balance = 7500
rate = "0.045%"
rate_basis = "daily"
next_payment = 2026-12-10
last_payment = 2027-08-10
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_loans_may_be_planned_alone(profile: str, answered: dict[str, Any], lang: str) -> None:
    """With a debt in the profile no need has to be given: the library is asked with none."""
    path = Path(profile)
    path.write_text(path.read_text(encoding="utf-8") + DEBT, encoding="utf-8")
    answered["plan"] = debt_plan(status="not_needed")
    result = run("optimize", "--profile", profile, "--lang", lang)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith({"zh": "现有借款照原合同还就好", "en": "Keep your loans"}[lang])
    (_, profile_read, needs, _), _ = answered["asked"]
    assert ([debt.name for debt in profile_read.debts], needs) == (["借呗"], ())


def test_nothing_to_plan_is_told_with_the_other_mistakes(profile: str, answered: dict[str, Any]) -> None:
    """One line in the reader's language, beside those on other files; a profile with mistakes has its own alone."""
    result = run("optimize", "--profile", profile, "--policy", "bold", "--lang", "zh")
    assert result.exit_code == 2
    assert sorted(line.partition("：")[0] for line in result.stderr.splitlines())[-1] == "没有可安排的内容"
    assert len(result.stderr.splitlines()) == 2
    Path(profile).write_text("start = 2026-12-01\n[cash]\nopening = -1\n", encoding="utf-8")
    broken = run("optimize", "--profile", profile, "--lang", "zh")
    assert (broken.exit_code, len(broken.stderr.splitlines())) == (2, 1)
    assert "cash.opening" in broken.stderr


def test_a_bad_need_is_named_by_its_option(profile: str, answered: dict[str, Any]) -> None:
    """Mistakes in --need and --by are told together, by the options' names."""
    result = run("optimize", "--profile", profile, "--need", "x", "--by", "soon", "--purpose", "stock")
    assert sorted(line.partition(":")[0] for line in result.stderr.splitlines()) == ["--by", "--need"]
    assert result.exit_code == 2


@pytest.mark.parametrize("table", ["mix", "cashflow", "schedule", "excluded"])
def test_one_table_as_csv_or_json(profile: str, answered: dict[str, Any], table: str) -> None:
    """``--format csv`` and ``json`` give the table that ``--table`` names, with the plan's own columns."""
    answered["plan"] = FundingPlan.model_validate(right_plan())
    text = asked(profile, "--format", "csv", "--table", table).stdout
    columns = list(getattr(answered["plan"], table).columns)
    assert text.splitlines()[0] == "\ufeff" + ",".join(columns)
    rows = json.loads(asked(profile, "--format", "json", "--table", table).stdout)
    assert len(rows) == len(answered["plan"].to_dict()[table])


@pytest.mark.parametrize("table", ["repayments", "renewals"])
def test_tables_of_old_loans_as_csv_or_json(profile: str, answered: dict[str, Any], table: str) -> None:
    """``--table`` shows what becomes of old loans; CSV and JSON have the record's own fields."""
    rows_of = {"repayments": (WHOLE,), "renewals": RENEWALS[:1]}
    answered["plan"] = FundingPlan.model_validate({**right_plan(), **rows_of})
    text = asked(profile, "--format", "csv", "--table", table).stdout
    rows = json.loads(asked(profile, "--format", "json", "--table", table).stdout)
    assert text.splitlines()[0] == "\ufeff" + ",".join(rows[0])
    assert [row["debt"] for row in rows] == [text.splitlines()[1].split(",")[0]]
    assert rows[0]["debt"] in asked(profile, "--table", table).stdout


@pytest.mark.parametrize(
    ("lang", "sentence"), [("zh", "会查征信 · 材料："), ("en", "Hard inquiry · Bring: ")]
)
def test_the_application_plan_is_a_table(
    profile: str, answered: dict[str, Any], lang: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--table applications`` says what to bring and what to say; CSV and JSON have the record's own fields."""
    # the plan is nobody's of the bundled catalog, so nothing can be planned in a lender's place
    monkeypatch.setattr("fundmix.cli.planning._next_best", lambda *_: ())
    content = right_plan()
    content["applications"][1] |= {
        "documents": ["身份证", "ID"],
        "appeal": "请复核",
        "appeal_en": "Ask again",
    }
    answered["plan"] = FundingPlan.model_validate(content)
    table = ("--table", "applications")
    text = asked(profile, "--format", "csv", *table).stdout
    rows = json.loads(asked(profile, "--format", "json", *table).stdout)
    assert text.splitlines()[0] == "\ufeff" + ",".join(rows[0])
    assert [row["channel_id"] for row in rows] == [row["channel_id"] for row in content["applications"]]
    shown = asked(profile, *table, "--lang", lang).stdout
    assert sentence in shown and ("请复核" if lang == "zh" else "Ask again") in shown
    assert all(cell_len(line) <= 80 for line in shown.splitlines())


def test_the_true_price_stands_beside_the_advertised_one() -> None:
    """0.6 % a month flat for 12 months is 13.03 % a year: first payment 8,933.33, interest 7,200 in all."""
    text = run("apr", *LOAN, "--lang", "zh").stdout
    for part in ("月费率 0.60%", "13.03%", "13.84%", "¥8,933.33 × 12 期", "¥7,200.00", "24.00%"):
        assert part in text, part


def test_the_price_as_json() -> None:
    """The published case: 0.6 % a month flat over a year is 13.0342 % a year, 13.8418 % compound."""
    record = json.loads(run("apr", *LOAN, "--lender", "pawnshop", "--format", "json").stdout)
    assert (record["apr"], record["effective_annual_rate"], record["interest"]) == (
        0.130342,
        0.138418,
        7200.0,
    )
    assert (record["amount"], record["received"], record["repaid"]) == (100_000.0, 100_000.0, 107_200.0)


def test_fees_taken_first_lower_what_is_received() -> None:
    """An upfront fee of 3 % and ¥100 leave 9,600 of 10,000."""
    words = [
        "--amount",
        "10000",
        "--rate",
        "10%",
        "--months",
        "6",
        "--upfront-fee",
        "3%",
        "--fixed-fee",
        "100",
    ]
    assert json.loads(run("apr", *words, "--format", "json").stdout)["received"] == 9_600.0


def test_a_price_above_the_ceiling_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the legal ceiling the page says which part need not be paid."""
    text = run(
        "apr", "--amount", "1万", "--rate", "35%", "--months", "12", "--lender", "microloan", "--lang", "zh"
    ).stdout
    assert "超过上限" in text


def test_the_calendar_avoids_days_off() -> None:
    """With --working-days no payment falls on a weekend, interest stays, and unknown years are warned of."""
    plain = json.loads(run("schedule", *LOAN, "--format", "json").stdout)
    moved = run("schedule", *LOAN, "--format", "json", "--working-days", "--lang", "en")
    rows = json.loads(moved.stdout)
    assert [row["payment"] for row in rows] == [row["payment"] for row in plain]
    assert (plain[1]["date"], rows[5]["date"]) == ("2027-01-01", "2027-05-03")
    assert moved.stderr.startswith("Public holidays are announced up to the year 20")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ["catalog", "list"],
        ["catalog", "show", "internet_jiebei"],
        ["catalog", "list", "--table", "outages"],
        ["catalog", "show", "ecommerce_tightening"],
        ["catalog", "validate", "cn"],
        ["apr", *LOAN],
        ["schedule", *LOAN],
        ["eligible", "--profile", f"{ROOT}/examples/wang/profile.toml"],
    ],
    ids=lambda words: "-".join(words[:2]).partition("--")[0],
)
def test_pages_fit(words: list[str], lang: str) -> None:
    """Every page has lines of at most 80 cells and no escape sequences."""
    result = run(*words, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    assert max(cell_len(line) for line in result.stdout.splitlines()) <= 80
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("as_format", ["csv", "json"])
def test_verdicts_for_other_programs(as_format: str) -> None:
    """Every channel of the catalog has its verdict; the CSV has a row per failed rule."""
    words = ["eligible", "--profile", f"{ROOT}/examples/wang/profile.toml", "--format", as_format]
    text = run(*words).stdout
    channels = json.loads(run("catalog", "list", "--format", "json").stdout)
    if as_format == "json":
        found = {row["channel_id"]: row["verdict"] for row in json.loads(text)}
        assert set(found.values()) == {"eligible", "ineligible", "unknown"}
    else:
        found = {line.split(",")[0]: "" for line in text.splitlines()[1:]}
    assert list(found) == [row["channel_id"] for row in channels]


def test_a_channel_is_found_by_its_alias_or_suggested() -> None:
    """A misspelt channel is answered with the nearest one."""
    near = run("catalog", "show", "ecommerce_tightning", "--lang", "en")
    assert near.stderr.strip().endswith("did you mean ecommerce_tightening?")
    stresses = json.loads(run("catalog", "list", "--table", "outages", "--format", "json").stdout)
    assert "income_down_30" in {row["outage_id"] for row in stresses}
    result = run("catalog", "show", "internet_jiebie", "--lang", "en")
    assert result.exit_code == 2
    assert "did you mean internet_jiebei?" in result.stderr


def test_a_catalog_of_ones_own(tmp_path: Path) -> None:
    """init, add, validate and show: a channel of the user's own in four commands."""
    folder = str(tmp_path / "mine")
    cells = ["channel_id=uncle", "name=表叔", "category=family", "lender=person", "amount_max=5万"]
    cells += [
        "repayment=bullet",
        "term_months=12",
        "rate=3%",
        "field=age_years",
        "operator=>=",
        "value=18",
        "reason=成年",
    ]
    for words in (
        ["init", folder],
        ["add", folder, *cells],
        ["validate", folder],
        ["show", "uncle", "--catalog", folder],
    ):
        result = run("catalog", *words, "--lang", "zh")
        assert result.exit_code == 0, (words, result.stderr)
    assert "表叔 (uncle)" in result.stdout
    assert "¥50,000" in result.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_profile_to_fill_in(tmp_path: Path, lang: str) -> None:
    """``profile init`` writes a file for its owner alone, and never over another."""
    path = tmp_path / "profile.toml"
    assert run("profile", "init", "-o", str(path), "--lang", lang).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text(encoding="utf-8")
    again = run("profile", "init", "-o", str(path), "--lang", lang)
    assert (again.exit_code, path.read_text(encoding="utf-8")) == (2, before)


def test_the_version_is_that_of_the_package() -> None:
    """``fundmix --version`` names the installed version."""
    assert run("--version").stdout == f"fundmix {version('fundmix')}\n"


def test_verify_finds_a_wrong_plan(tmp_path: Path) -> None:
    """A right plan is right (0); one figure changed, and the command says where (1)."""
    path = tmp_path / "plan.json"
    answer = FundingPlan.model_validate(right_plan())
    path.write_text(answer.to_json(), encoding="utf-8")
    right = run("verify", str(path), "--lang", "en")
    assert (right.exit_code, right.stdout[:18]) == (0, "The plan is right:")
    values = answer.to_dict()
    values["totals"]["interest"] += 1
    path.write_text(json.dumps(values), encoding="utf-8")
    wrong = run("verify", str(path), "--lang", "en")
    assert wrong.exit_code == 1
    assert "totals.interest" in wrong.stdout


@pytest.mark.slow
def test_a_terminal_of_another_encoding_is_no_fault() -> None:
    """GBK lacks the sign ¥: a page shows a question mark there; JSON is UTF-8 all the same."""
    call = [sys.executable, "-m", "fundmix", "apr", *LOAN, "--lang", "zh"]
    gbk = {**os.environ, "PYTHONIOENCODING": "gbk"}
    page = subprocess.run(call, capture_output=True, env=gbk, check=True).stdout.decode("gbk")
    assert "?8,933.33 × 12 期" in page
    words = ["catalog", "list", "--format", "json"]
    done = subprocess.run([*call[:3], *words], capture_output=True, env=gbk, check=True)
    assert "亲友借款" in done.stdout.decode()


@pytest.mark.slow
def test_stdout_is_json_and_nothing_else() -> None:
    """A real solve in a real process: what stands on file descriptor 1 parses, whatever the solver prints."""
    case = ROOT / "examples" / "textbook"
    words = ["optimize", "--profile", "profile.toml", "--needs", "needs.csv", "--policy", "./policy.toml"]
    done = subprocess.run(
        [sys.executable, "-m", "fundmix", *words, "--catalog", "./catalog", "--format", "json"],
        capture_output=True,
        text=True,
        cwd=case,
        check=False,
    )
    assert done.returncode in (0, 3, 4), done.stderr
    assert json.loads(done.stdout)["version"] == 1
    assert "Traceback" not in done.stderr


def test_a_calendar_of_millions_fits_the_page() -> None:
    """Fees have a column only where there are some, so that ten million yuan fit into 80 cells."""
    words = ["schedule", "--amount", "1000万", "--rate", "5%", "--months", "36", "--lang", "zh"]
    plain = CliRunner().invoke(main, words).stdout
    charged = CliRunner().invoke(main, [*words, "--monthly-fee", "0.1%"]).stdout
    assert ("费用" in plain, "费用" in charged) == (False, True)
    assert max(map(cell_len, plain.splitlines())) <= 80
