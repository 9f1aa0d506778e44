"""A plan for sharing: nothing that the borrower wrote in words is left, and it still re-plays."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from fundmix import load_catalog, load_needs, load_profile, optimize
from fundmix.cli import main
from fundmix.plan import Binding, FundingPlan, Repair, Warn, Write
from fundmix.plan.redacted import redacted
from fundmix.verify import verify
from fundmix.words import LANGUAGES

EXAMPLES = Path(__file__).parents[2] / "examples"
PEOPLE = ("wang", "zhang", "li", "employee", "supplier", "card")
PRIVATE = {
    "region": "龙井路十八号",
    "occupation": "皮影戏艺人",
    "debt": "Zhou舅舅的钱",
    "other": "=2+2 Visa4417",
    "need": "kiln_for_mei",
    "inflow": "opera_grant",
    "profile": "profil-zhu-mei",
    "deposit": "4219.37",
    "deposit shown": "4,219.37",
    "how far off": "780.63",
}
PROFILE = f"""\
start = 2026-12-01
[facts]
applicant = "sole_prop"
region = "{PRIVATE["region"]}"
occupation = "{PRIVATE["occupation"]}"
family_willing = true
family_amount = "9万"
deposit_face = {PRIVATE["deposit"]}
overdue_now = false
[cash]
opening = 10000
income = 30000
surplus = 20000
[[debts]]
name = "{PRIVATE["debt"]}"
balance = 40000
rate = 0.05
repayment = "interest_only"
next_payment = 2027-01-10
last_payment = 2027-08-10
[[debts]]
name = "{PRIVATE["other"]}"
balance = 20000
rate = 0.15
next_payment = 2027-01-15
last_payment = 2028-01-15
prepay_fee_rate = 0
"""
NEEDS = f"""\
date,kind,amount,purpose,name,from_need
2027-01-20,need,90000,equipment,{PRIVATE["need"]},
2027-06-20,inflow,50000,,{PRIVATE["inflow"]},{PRIVATE["need"]}
"""


def planned(name: str) -> FundingPlan:
    """The plan of an example."""
    folder = EXAMPLES / name
    profile = load_profile(folder / "profile.toml")
    file = folder / "needs.csv"
    needs = load_needs(file, profile.start) if file.exists() else ()
    return optimize(load_catalog("cn"), profile, needs)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_redacted_plan_is_the_same_plan_and_right(name: str) -> None:
    """It passes the re-play from its JSON; draws, cash, payments and totals are as before."""
    answer = planned(name)
    shared = redacted(answer)
    assert verify(FundingPlan.from_json(shared.to_json())) == ()
    assert shared.totals == answer.totals
    assert shared.cashflow_rows == answer.cashflow_rows
    assert shared.schedule_rows == answer.schedule_rows
    for one, other in zip(shared.draws, answer.draws, strict=True):
        assert one.model_copy(update={"debt": other.debt}) == other
    names = {debt.name for debt in answer.inputs.debts}
    assert {debt.name for debt in shared.inputs.debts}.isdisjoint(names)
    assert {row.debt for row in (*shared.repayments, *shared.renewals)}.isdisjoint(names)
    assert not [rule for row in shared.excluded_rows for rule in row.failed if rule.actual or rule.distance]
    assert redacted(shared) == shared


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_output_holds_what_was_written(lang: str, tmp_path: Path) -> None:
    """Every kind of file and every table on the screen: no name and no fact of the profile is in any of them."""
    profile, needs = tmp_path / f"{PRIVATE['profile']}.toml", tmp_path / "needs.csv"
    profile.write_text(PROFILE, encoding="utf-8")
    needs.write_text(NEEDS, encoding="utf-8")
    folder = tmp_path / "out"
    words = ["--lang", lang, "optimize", "--profile", str(profile), "--needs", str(needs)]
    open_answer = CliRunner().invoke(main, [*words, "--format", "json"]).stdout
    # of what is looked for, a plan that is not redacted holds all that a plan can hold
    for key in ("debt", "need", "inflow", "deposit", "how far off"):
        assert PRIVATE[key] in open_answer
    done = CliRunner().invoke(main, [*words, "--redact", "-o", f"{folder}/", "--format", "json"])
    assert done.exit_code in (0, 3), done.stderr
    shown = [done.output]
    for table in (
        "mix",
        "applications",
        "repayments",
        "renewals",
        "cashflow",
        "schedule",
        "calendar",
        "excluded",
    ):
        shown.append(CliRunner().invoke(main, [*words, "--redact", "--table", table]).output)
    files = {path.name: readable(path) for path in folder.iterdir()}
    assert len(files) == 21
    for place, text in [*files.items(), *enumerate(shown)]:
        assert not [private for private in PRIVATE.values() if private in text], place
    assert ("债务1" if lang == "zh" else "debt 1") in files["plan.json"]
    again = CliRunner().invoke(main, ["verify", str(folder / "plan.json")])
    assert again.exit_code == 0, again.output


def readable(path: Path) -> str:
    """All text of a file; of a workbook or Parquet, of what is packed in it."""
    if path.suffix == ".xlsx":
        import zipfile  # noqa: PLC0415 - of this one kind

        with zipfile.ZipFile(path) as file:
            return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq  # noqa: PLC0415 - of this one kind

        return str(pq.read_table(path).to_pylist()) + path.read_bytes().decode(errors="replace")
    return re.sub(r"\r?\n ", "", path.read_text(encoding="utf-8"))


def test_sentences_that_named_a_debt_or_a_need_name_it_no_more() -> None:
    """Warnings, advice, repairs and what holds back are said anew."""
    full = planned("wang")
    name, need = full.inputs.debts[0].name, full.inputs.needs[0].name
    fee = Warn(code="prepay_fee_unknown", values={"debt": name, "yuan": 5.0})
    less = Repair(
        kind="need_less", amount=5.0, bound=4.0, cost=1.0, heaviest_payment=1.0,
        writes=(Write(file="needs", row=need, key="amount", value="1"),),
        values={"amount": 5.0, "needs": [need], "left": 1.0}, sentence=f"less of {need}",
    )  # fmt: skip
    held = Binding(
        rule="limit", subject=name, name=name, step=1.0, change_unmet=-1.0, change_cost=0.0, sentence=name
    )
    shared = redacted(
        full.model_copy(
            update={"warnings": (fee,), "advice": (fee,), "repairs": (less,), "binding": (held,)}
        ),
        "en",
    )
    assert shared.warnings[0].values == {"debt": "debt 1", "yuan": 5.0}
    assert shared.advice == shared.warnings
    assert shared.repairs[0].writes[0].row == "need1"
    assert need not in shared.repairs[0].sentence
    assert (shared.binding[0].subject, name in shared.binding[0].sentence) == ("debt 1", False)


def test_the_program_itself_cannot_be_shared(tmp_path: Path) -> None:
    """An LP file names needs; beside ``--redact`` it is refused before any work."""
    profile = tmp_path / "p.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    words = [
        "--lang",
        "en",
        "optimize",
        "--profile",
        str(profile),
        "--redact",
        "--write-lp",
        str(tmp_path / "a.lp"),
    ]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert "--write-lp" in done.stderr
    assert not (tmp_path / "a.lp").exists()
