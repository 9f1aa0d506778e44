"""``fundmix watch refused``: what it prints, in both languages and all forms, and what it refuses to read."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from tests.watch.refusals import of_bank, story, then

import fundmix
from fundmix.catalog.tables import Catalog
from fundmix.cli import main
from fundmix.report.refused import REFUSAL_COLUMNS, print_refusal
from fundmix.watch.refusal_records import Refusal
from fundmix.watch.refused import refused
from fundmix.words import LANGUAGES

EXAMPLES = Path(__file__).parents[2] / "examples"
MISTAKE = ("mistake", "误判", "by mistake")


def run(*words: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(main, ["watch", "refused", *words])


def of_example(name: str, channel: str, *words: str) -> Result:
    """``fundmix watch refused`` for one of the examples."""
    folder = EXAMPLES / name
    return run(
        channel, "--profile", str(folder / "profile.toml"), "--needs", str(folder / "needs.csv"), *words
    )


def page(found: Refusal, catalog: Catalog, lang: str, *, whole: bool = False) -> str:
    """The page of a refusal."""
    file = io.StringIO()
    print_refusal(found, catalog, lang, whole=whole, file=file)
    return file.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "channel", "reason"),
    [
        ("li", "网商贷", "platform"), ("wang", "借呗", "industry"), ("zhang", "bank_consumer_online", "credit"),
        ("employee", "biz_tax_loan", "none_given"), ("supplier", "亲友", "family"),
    ],
)  # fmt: skip
def test_a_page_fits_80_cells_in_both_languages(name: str, channel: str, reason: str, lang: str) -> None:
    """No line is wider than a terminal, and none holds an empty field."""
    result = of_example(name, channel, "--reason", reason, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
    assert "None" not in result.stdout
    assert "nan" not in result.stdout.split()


def test_li_si_reads_what_she_needs() -> None:
    """Her account is frozen by mistake: that alone stands against her, whom to ask by when, and money until then."""
    text = of_example("li", "网商贷", "--lang", "zh").stdout
    joined = "".join(line.strip() for line in text.splitlines())
    assert "拦住您的只有账户限制" in joined
    assert "申诉也不一定成功" in joined
    for day in ("2026-12-21", "2026-12-31", "2027-03-01"):
        assert day in joined
    assert "每笔用款都按时到位" in joined
    order = [
        joined.index(word)
        for word in ("由客服提交人工复核", "查一份自己的信用报告", "提出异议。", "异议解决不了", "带什么")
    ]
    assert order == sorted(order)


def test_ms_wang_is_told_what_is_known_of_her_industry() -> None:
    """The bundled catalog has the tightening as an assumption; once it is announced it is the verdict."""
    catalog = fundmix.load_catalog("cn")
    profile = fundmix.load_profile(EXAMPLES / "wang" / "profile.toml")
    found = refused(catalog, profile, "internet_jiebei", reason="industry")
    assert (found.verdict, found.asks) == ("closed", False)
    assert found.causes[0].kind == "assumption"
    rows = [
        row.model_copy(update={"status": "announced"}) if row.outage_id == "ecommerce_tightening" else row
        for row in catalog.outages
    ]
    announced = refused(catalog.model_copy(update={"outages": tuple(rows)}), profile, "internet_jiebei")
    assert announced.verdict == "outage"
    assert "电商行业收紧" in page(announced, catalog, "zh").splitlines()[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_a_rule_fails_nobody_speaks_of_a_mistake(lang: str) -> None:
    """And where nothing fails or changed, the first line does."""
    broken = story({"score": 580})
    text = page(of_bank(broken, then(story())), broken.catalog, lang)
    assert [word for word in MISTAKE if word in text] == []
    sound = story()
    assert any(
        word in page(of_bank(sound, then(sound)), sound.catalog, lang).split("\n\n")[0] for word in MISTAKE
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cause_and_change_has_its_sentence(lang: str) -> None:
    """Each kind of each verdict is told, with its figures."""
    of = story({"score": 610, "hard_inquiries_3m": 5})
    text = page(of_bank(of, then(story()), reason="credit"), of.catalog, lang)
    assert "610" in text
    assert "650" in text
    assert "2026-03-10" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_plan_is_printed_when_asked_for(lang: str) -> None:
    """The same plan, in full, and no hint to ask for it."""
    short = of_example("li", "网商贷", "--lang", lang).stdout
    long = of_example("li", "网商贷", "--lang", lang, "--whole-plan").stdout
    assert "--whole-plan" in short
    assert "--whole-plan" not in long
    assert len(long) > len(short) + 1000


def test_json_and_csv_hold_the_same(tmp_path: Path) -> None:
    """Money with two decimals, days as text, codes that do not change with the language."""
    answers = [
        of_example("li", "biz_wangshang", "--format", "json", "--lang", lang).stdout for lang in LANGUAGES
    ]
    assert answers[0] == answers[1]
    found = json.loads(answers[0])
    assert (found["verdict"], found["again_from"]) == ("restricted", "2027-03-01")
    assert found["interim"]["totals"]["unmet"] == 0
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(found["interim"]), encoding="utf-8")
    assert CliRunner().invoke(main, ["verify", str(plan)]).exit_code == 0
    rows = list(
        csv.DictReader(
            io.StringIO(of_example("li", "biz_wangshang", "--format", "csv").stdout.lstrip("\ufeff"))
        )
    )
    assert tuple(rows[0]) == REFUSAL_COLUMNS
    assert [row["code"] for row in rows if row["part"] == "cause"] == [
        cause["kind"] for cause in found["causes"]
    ]
    assert [row["date"] for row in rows if row["part"] == "step"] == ["", "", "2026-12-21", "2026-12-31"]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("bnak_tax",), ["CHANNEL"]),
        (("private_lending_ref",), ["CHANNEL"]),
        (("网商贷", "--reason", "credt"), ["--reason"]),
        (("bnak_tax", "--reason", "credt", "--policy", "blanced"), ["--policy", "CHANNEL", "--reason"]),
    ],
)
def test_every_mistake_is_one_located_line(words: tuple[str, ...], places: list[str]) -> None:
    """All at once, exit code 2, no traceback."""
    result = of_example("li", *words, "--lang", "en")
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == places
    assert result.stdout == ""


def test_without_needs_and_debts_the_causes_are_told_all_the_same() -> None:
    """There is nothing to plan, and that is no mistake here."""
    result = run("网商贷", "--profile", str(EXAMPLES / "li" / "profile.toml"), "--lang", "zh")
    assert result.exit_code == 0, result.stderr
    assert "没有用款也没有负债" in "".join(line.strip() for line in result.stdout.splitlines())


def test_a_history_file_is_read(tmp_path: Path) -> None:
    """What the file says of the last yes stands on the page."""
    file = tmp_path / "history.csv"
    file.write_text(
        "date,about,field,value\n2026-03-10,channel:biz_wangshang,decision,approved\n2026-03-10,,sesame_score,730\n"
        "2026-03-10,,account_risk_restricted,no\n",
        encoding="utf-8",
    )
    found = json.loads(of_example("li", "网商贷", "--history", str(file), "--format", "json").stdout)
    assert found["last_yes"] == {"day": "2026-03-10", "how": "approved"}
    changed = {change["subject"]: (change["then"], change["now"]) for change in found["changes"]}
    assert changed["account_risk_restricted"] == (False, True)
    bad = of_example("li", "网商贷", "--history", str(EXAMPLES / "li" / "needs.csv"))
    assert bad.exit_code == 2


def test_the_law_of_the_bundled_catalog_is_the_law() -> None:
    """Twenty days for an objection and thirty for a complaint, with article and grade, as the official text has it."""
    rows = {row.duty: row for row in fundmix.load_catalog("cn").regulations if row.duty}
    told = {duty: (row.deadline_days, row.article, row.source, row.confidence) for duty, row in rows.items()}
    assert told == {
        "credit_report": (None, "17", ("s43",), "A"),
        "credit_notice": (None, "15", ("s43",), "A"),
        "credit_dispute": (20, "25", ("s43",), "A"),
        "credit_complaint": (30, "26", ("s43",), "A"),
    }
    assert all(
        row.effective_from == dt.date(2013, 3, 15) and row.contact and row.contact_en for row in rows.values()
    )
