"""The bundled catalog ``cn``: complete, sourced, lawful, and readable in two languages."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fundmix.catalog.law import ceiling_at, reference_rate_at, subsidies_for
from fundmix.catalog.load import load_catalog
from fundmix.catalog.tables import (
    Catalog,
    Channel,
    Fact,
    Indicator,
    Limit,
    Outage,
    Product,
    Row,
    Rule,
    allows,
)
from fundmix.catalog.values import parse_fact
from fundmix.facts import DERIVATIONS, Derivation, resolve_channel
from fundmix.loans import Terms, normal_rate, price

FOLDER = Path(__file__).parents[2] / "catalogs" / "cn"
GATHERED = dt.date(2026, 11, 24)
DAYS_OF_DRAWS = (dt.date(2026, 12, 1), dt.date(2027, 1, 31))
APR_TOLERANCE = 1e-9

CATALOG = load_catalog("cn")
CHANNELS = tuple(row for row in CATALOG.channels if not row.reference_only)

TYPES = {
    "bank consumer": ("bank_consumer_online", "bank_consumer_branch", "bank_mortgage_client"),
    "provident fund": ("bank_gjj_credit",),
    "payroll": ("bank_payroll_credit",),
    "tax": ("biz_tax_loan",),
    "invoice": ("biz_invoice_loan",),
    "flow": ("biz_flow_loan", "biz_quick"),
    "platform": ("internet_jiebei", "internet_weilidai", "internet_jintiao", "internet_duxiaoman"),
    "consumer finance": ("consumer_finance",),
    "factoring": ("scf_factoring",),
    "e-voucher": ("scf_evoucher",),
    "order": ("scf_order",),
    "inventory": ("scf_inventory",),
    "distributor": ("scf_distributor",),
    "government procurement": ("scf_govproc",),
    "pawn of goods": ("pawn_gold", "pawn_luxury", "pawn_car"),
    "pawn of a house": ("pawn_house",),
    "pawn of rights": ("pawn_rights",),
    "microloan online": ("micro_online",),
    "microloan local": ("micro_local",),
    "house": ("house_mortgage_consumer", "biz_house_mortgage"),
    "car": ("car_mortgage_bank", "car_mortgage_nonbank", "car_pledge"),
    "policy": ("policy_loan",),
    "deposit": ("bank_deposit_pledge",),
    "card": ("ccard_bill_instalment", "ccard_cash_instalment", "ccard_revolving"),
    "internet business": ("biz_wangshang", "biz_weiye"),
    "start-up": ("gov_startup_personal", "gov_startup_sme"),
    "jobs": ("gov_stable_jobs",),
    "guaranteed": ("gov_guaranteed",),
    "bill": ("bill_discount",),
    "family": ("family",),
}

PAWN_FEE_CAPS = {
    "pawn_gold": 0.042,
    "pawn_luxury": 0.042,
    "pawn_car": 0.042,
    "pawn_house": 0.027,
    "pawn_rights": 0.024,
}
"""典当管理办法 article 38: fee a month on the sum lent."""


def rules_of(channel: Channel) -> tuple[Rule, ...]:
    """The rules that ask the borrowers of a channel."""
    return tuple(row for row in CATALOG.eligibility if CATALOG.selects(row.applies_to, channel))


def limits_of(channel: Channel) -> tuple[Limit, ...]:
    """The limits of one channel, shared ones included."""
    return tuple(row for row in CATALOG.limits if CATALOG.selects(row.applies_to, channel))


def products_of(channel_id: str) -> tuple[Product, ...]:
    """Terms and prices of a channel."""
    return tuple(row for row in CATALOG.products if row.channel_id == channel_id)


def figure_rows() -> Iterator[Row]:
    """Every row that holds a figure a plan may use."""
    yield from CATALOG.channels
    yield from CATALOG.products
    yield from CATALOG.limits
    yield from CATALOG.eligibility
    yield from CATALOG.regulations
    yield from CATALOG.reference_rates
    yield from CATALOG.subsidies
    yield from CATALOG.outages
    yield from CATALOG.indicators


def contracts(product: Product, day: dt.date) -> Iterator[Terms]:
    """The contracts of a product at the dear end of its price, without its fixed fee."""
    rate = product.rate if product.rate is not None else product.rate_high
    assert rate is not None
    reference = reference_rate_at(CATALOG, product.rate_id, day) if product.rate_id else 0.0
    annual, flat, accrual = normal_rate(rate, product.rate_basis, day_basis=365, reference=reference)
    for repayment in product.repayment:
        for term in product.term_months:
            yield Terms(
                repayment=repayment,
                term=term,
                rate=annual,
                flat=flat,
                accrual=product.accrual or accrual,
                upfront_fee_rate=product.upfront_fee_rate,
                period_fee_rate=product.monthly_fee_rate,
                fee_first=product.fee_first,
                interest_first=product.interest_first,
            )


def test_loads_without_a_mistake_or_a_note() -> None:
    """Every table is read, every reference leads somewhere, and every channel has a hard rule."""
    assert CATALOG.notes == ()
    assert CATALOG.settings.language == "zh"
    assert CATALOG.settings.as_of == GATHERED.isoformat()


def test_what_is_old_is_said_and_nothing_else() -> None:
    """On the day of its making the only notes are those on figures from older pages."""
    assert {note.code for note in load_catalog("cn", today=GATHERED).notes} == {"stale_rows"}


def test_the_files_are_plain_utf8() -> None:
    """No byte order mark and no carriage return, so that a diff shows only what changed."""
    for file in FOLDER.iterdir():
        data = file.read_bytes()
        data.decode("utf-8")
        assert not data.startswith(b"\xef\xbb\xbf"), file.name
        assert b"\r" not in data, file.name


@pytest.mark.parametrize(("kind", "names"), TYPES.items())
def test_every_kind_of_channel_is_there(kind: str, names: tuple[str, ...]) -> None:
    """A borrower who has heard of a kind of loan finds it."""
    assert set(names) <= {row.channel_id for row in CHANNELS}, kind


def test_there_are_more_than_forty_channels_beside_the_references() -> None:
    """The market is wide enough to spread a need."""
    assert len(CHANNELS) >= 40
    assert {row.channel_id for row in CATALOG.channels if row.reference_only} == {
        "private_lending_ref",
        "gjj_house_ref",
    }


def test_every_figure_says_where_it_is_from() -> None:
    """Source, day and grade stand on each row, so that a plan can name the worst it used."""
    silent = [row for row in figure_rows() if not (row.source and row.as_of and row.confidence)]
    assert silent == []


def test_a_figure_from_memory_alone_is_grade_d() -> None:
    """What nobody has checked is never shown as better."""
    remembered = [row for row in figure_rows() if row.source == ("m",)]
    assert remembered
    assert {row.confidence for row in remembered} == {"D"}


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda row: row.channel_id)
def test_a_channel_can_refuse_and_says_what_would_help(channel: Channel) -> None:
    """Each channel has a hard rule; each rule has its reason and its remedy in both languages."""
    rules = rules_of(channel)
    assert any(rule.kind == "hard" for rule in rules)
    wordless = [r.rule_id for r in rules if not (r.reason and r.reason_en and r.remedy and r.remedy_en)]
    assert wordless == []


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda row: row.channel_id)
def test_a_channel_speaks_both_languages(channel: Channel) -> None:
    """Name, papers, note and appeal have their English; lists have the same length."""
    assert channel.name_en and channel.appeal and channel.appeal_en
    assert len(channel.documents) == len(channel.documents_en) > 0
    assert bool(channel.note) == bool(channel.note_en)


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda row: row.channel_id)
def test_a_limit_rests_on_a_fact_of_the_borrower(channel: Channel) -> None:
    """The maximum of a product is never taken for what a borrower gets."""
    assert any(limit.field is not None and limit.scope == "each" for limit in limits_of(channel))


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda row: row.channel_id)
def test_a_channel_has_few_offers(channel: Channel) -> None:
    """At most six combinations of method and term for new money keep the program small."""
    new = [row for row in products_of(channel.channel_id) if row.use == "new"]
    assert 1 <= sum(len(row.repayment) * len(row.term_months) for row in new) <= 6


@pytest.mark.parametrize("day", DAYS_OF_DRAWS)
@pytest.mark.parametrize("product", CATALOG.products, ids=lambda row: f"{row.channel_id}.{row.product_id}")
def test_no_price_is_above_its_ceiling_at_the_dear_end(product: Product, day: dt.date) -> None:
    """The yearly simple price with all rates and fees stays within the law of the day of the draw."""
    ceiling = ceiling_at(CATALOG, CATALOG.channel(product.channel_id), day)
    if ceiling is not None:
        dearest = max(price(terms, day).apr for terms in contracts(product, day))
        assert dearest <= ceiling[0] + APR_TOLERANCE


def test_every_licensed_lender_has_a_ceiling_of_24_percent_at_most() -> None:
    """法发〔2017〕22号 and the rules on platforms and microloan companies bind all of these."""
    licensed = {"bank", "internet_bank", "consumer_finance", "platform", "microloan"}
    for channel in (row for row in CHANNELS if row.lender in licensed):
        ceiling = ceiling_at(CATALOG, channel, GATHERED)
        assert ceiling is not None and ceiling[0] <= 0.24, channel.channel_id


def test_the_three_ceilings_are_kept_apart() -> None:
    """Family: 4 × LPR; microloan companies: 24 %, the 4 × LPR of 2027 being a target; pawn: its own."""

    def height(channel_id: str) -> float:
        ceiling = ceiling_at(CATALOG, CATALOG.channel(channel_id), GATHERED)
        assert ceiling is not None
        return ceiling[0]

    assert height("family") == pytest.approx(4 * 0.03)
    assert height("micro_local") == 0.24
    assert height("gov_stable_jobs") == 0.04
    target = next(row for row in CATALOG.regulations if row.regulation_id == "r_xd_4lpr")
    assert (target.kind, target.effective_from) == ("target", dt.date(2027, 12, 31))


@pytest.mark.parametrize(("channel_id", "cap"), PAWN_FEE_CAPS.items())
def test_pawn_keeps_its_caps(channel_id: str, cap: float) -> None:
    """A fee within article 38, taken at payout; 4.35 % interest at the end; at most 6 months."""
    for row in products_of(channel_id):
        assert row.monthly_fee_rate <= cap
        assert (row.rate, row.rate_basis, row.repayment) == (0.0435, "annual", ("bullet",))
        assert row.fee_first and not row.interest_first
        assert max(row.term_months) <= 6


@pytest.mark.parametrize(("channel_id", "cap"), PAWN_FEE_CAPS.items())
def test_the_ceiling_of_pawn_is_its_cap_seen_as_a_yearly_price(channel_id: str, cap: float) -> None:
    """A fee at the cap is lawful, one a fifth higher is not."""
    ceiling = ceiling_at(CATALOG, CATALOG.channel(channel_id), GATHERED)
    assert ceiling is not None

    def yearly(fee: float) -> float:
        return 12 * ((1 + 0.0435 / 12) / (1 - fee) - 1)

    assert yearly(cap) <= ceiling[0] < yearly(1.2 * cap)


@pytest.mark.parametrize(
    ("deposit", "limit"),
    [
        (799, None),
        (800, 57_600),
        (1_199, 86_328),
        (1_200, 115_200),
        (2_399, 230_304),
        (2_400, 300_000),
    ],
)
def test_provident_fund_credit_follows_its_steps(deposit: float, limit: float | None) -> None:
    """72, 96 and 192 times the monthly deposit, at most 300,000 yuan."""
    steps = [
        min(row.multiplier * deposit, row.cap or deposit)
        for row in limits_of(CATALOG.channel("bank_gjj_credit"))
        if (row.when_from or 0) <= deposit < (row.when_to or float("inf"))
    ]
    assert steps == ([] if limit is None else [limit])


@pytest.mark.parametrize("channel_id", ["bank_consumer_online", "bank_gjj_credit", "ccard_bill_instalment"])
def test_the_consumer_subsidy_ends_with_2026(channel_id: str) -> None:
    """财金〔2026〕1号: one point, at most half of the rate and 3,000 yuan a year, until 31 December 2026."""
    channel = CATALOG.channel(channel_id)
    (subsidy,) = subsidies_for(CATALOG, channel, dt.date(2026, 12, 31))
    assert (subsidy.rate_cut, subsidy.share_of_interest, subsidy.cap_per_year) == (0.01, 0.5, 3_000)
    assert subsidies_for(CATALOG, channel, dt.date(2027, 1, 1)) == ()


def test_a_start_up_loan_is_paid_half_by_public_money() -> None:
    """The price is at most LPR + 1.5 points before the subsidy."""
    channel = CATALOG.channel("gov_startup_personal")
    (subsidy,) = subsidies_for(CATALOG, channel, GATHERED)
    assert (subsidy.rate_cut, subsidy.share_of_interest) == (None, 0.5)
    assert {row.rate_high for row in products_of("gov_startup_personal")} == {0.015}


def test_what_a_model_decides_is_guessed_carefully_and_marked() -> None:
    """For lenders whose model sets the limit: one month of income or turnover, grade D."""
    for channel in (row for row in CHANNELS if row.category == "platform_credit"):
        (limit,) = limits_of(channel)
        assert (limit.field, limit.multiplier, limit.confidence) == ("monthly_income", 1, "D")
        assert limit.cap is not None and limit.cap <= 200_000


def test_consumer_finance_shares_200000_yuan() -> None:
    """消费金融公司管理办法 (2024): the balance of one person."""
    shared = [row for row in limits_of(CATALOG.channel("consumer_finance")) if row.scope == "together"]
    assert [row.cap for row in shared] == [200_000]


@pytest.mark.parametrize(
    ("channel_id", "purpose", "allowed"),
    [
        ("internet_jiebei", "living", True),
        ("internet_jiebei", "stock", False),
        ("internet_jiebei", "repay_loan", False),
        ("bank_consumer_online", "renovation", True),
        ("bank_consumer_online", "house", False),
        ("biz_tax_loan", "stock", True),
        ("biz_tax_loan", "living", False),
        ("scf_order", "order", True),
        ("scf_order", "rent", False),
        ("pawn_gold", "stock", True),
        ("pawn_gold", "living", True),
        ("policy_loan", "securities", False),
    ],
)
def test_money_goes_where_it_may_go(channel_id: str, purpose: str, allowed: bool) -> None:
    """Consumer credit pays no stock, business loans no living, and no licensed lender another's debt."""
    channel = CATALOG.channel(channel_id)
    assert allows(channel.purposes, channel.banned_purposes, purpose) is allowed


@pytest.mark.parametrize(
    ("called", "channel_id"),
    [("借呗", "internet_jiebei"), ("jiebei", "internet_jiebei"), ("微粒贷", "internet_weilidai"),
     ("网商贷", "biz_wangshang"), ("税贷", "biz_tax_loan"), ("保理", "scf_factoring")],
)  # fmt: skip
def test_a_channel_is_found_by_the_name_people_use(called: str, channel_id: str) -> None:
    """Brands are aliases: the rows themselves are about a type."""
    assert resolve_channel(CATALOG, called) == channel_id


def test_no_two_channels_share_a_name() -> None:
    """An alias leads to one channel."""
    names = Counter(
        name.casefold()
        for row in CATALOG.channels
        for name in {row.channel_id, row.name, row.name_en, *row.aliases}
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("derivation", DERIVATIONS, ids=lambda row: row.field)
def test_what_the_code_derives_is_a_derived_fact(derivation: Derivation) -> None:
    """Names and types agree, so that a derived value is judged as a said one."""
    fact = fact_named(derivation.field)
    assert (fact.kind, fact.type) == ("derived", derivation.type)


def test_what_is_called_derived_is_derived() -> None:
    """A fact that no code derives is asked."""
    assert {row.field for row in CATALOG.facts if row.kind == "derived"} == {row.field for row in DERIVATIONS}


def fact_named(field: str) -> Fact:
    """The fact of that name."""
    return next(row for row in CATALOG.facts if row.field == field)


@pytest.mark.parametrize(
    ("field", "moved_by"),
    [
        ("online_lenders", "online_lender"),
        ("unsecured_loan_accounts", "unsecured_account"),
        ("hard_inquiries_1m", "inquiry"),
        ("hard_inquiries_12m", "inquiry"),
        ("debt_to_income", "payment"),
        ("unsecured_debt_to_monthly_income", "debt"),
    ],
)
def test_the_plan_knows_which_facts_it_moves(field: str, moved_by: str) -> None:
    """Rule 8 keeps a plan from breaking its own lenders' rules."""
    assert fact_named(field).moved_by == moved_by


def test_only_a_house_is_a_home() -> None:
    """A cautious policy pledges goods and receivables before the roof."""
    assert [row.field for row in CATALOG.facts if row.home] == ["house_value"]
    assert all(row.pledge for row in CATALOG.facts if row.home)


def test_a_loan_backed_by_an_asset_is_limited_by_it() -> None:
    """Every pledge that a plan may use backs at least one channel."""
    backing = {row.field for row in CATALOG.limits}
    assert [row.field for row in CATALOG.facts if row.pledge and row.field not in backing] == []


@pytest.mark.parametrize("category", ["bank_business", "card", "pawn", "policy"])
def test_a_debt_can_be_renewed_or_eased_where_the_market_does_so(category: str) -> None:
    """无还本续贷, 续当, policy renewal and the card's personal instalments are products of their own."""
    easing = {row.channel_id for row in CATALOG.products if row.use != "new"}
    ids = {row.channel_id for row in CATALOG.channels if row.category == category}
    assert ids & easing


def test_the_last_lpr_is_dated_and_says_so() -> None:
    """3.00 % and 3.50 % were last seen on 20 April 2026; the row says that later ones were not found."""
    last = max((row for row in CATALOG.reference_rates if row.rate_id == "lpr_1y"), key=lambda row: row.date)
    assert (last.date, last.value) == (dt.date(2026, 4, 20), 0.03)
    assert "最后一次核实" in last.note
    assert reference_rate_at(CATALOG, "lpr_5y", GATHERED) == 0.035


def test_nobody_is_promised_a_loan() -> None:
    """The catalog holds published rules, and no odds."""
    texts = [text for file in FOLDER.glob("*.csv") for text in [file.read_text(encoding="utf-8")]]
    assert not any(
        word in text
        for text in texts
        for word in ("必过", "秒批", "包过", "pre-approved", "guaranteed approval")
    )


def test_the_catalog_stands_alone() -> None:
    """The base extends nothing."""
    assert isinstance(CATALOG, Catalog)
    assert CATALOG.layers == ("cn",)


STRESSES = {
    "ecommerce_tightening": {"from_month": 6, "limit_factor": 0, "renewals": "refused"},
    "regional_default_wave": {"from_month": 3, "months": 12, "limit_factor": 0, "renewals": "refused"},
    "platform_limit_cut": {"limit_factor": 0.5},
    "platform_withdraws": {"limit_factor": 0, "renewals": "refused"},
    "bank_renewal_declined": {"limit_factor": 1, "renewals": "refused"},
    "receivable_60_days_late": {"inflow_delay_months": 2, "applies_to": ()},
    "income_down_30": {"income_factor": 0.7, "months": 6, "applies_to": ()},
    "lpr_up_1_point": {"rate_add": 0.01, "limit_factor": 1},
    "account_frozen_30_days": {"cash_frozen": True, "months": 1, "applies_to": ()},
}
"""The named stresses and what each of them does; what is not named here is neutral."""

NEUTRAL = {
    "limit_factor": 1, "rate_add": 0, "income_factor": 1, "inflow_delay_months": 0, "cash_frozen": False,
    "renewals": "open",
}  # fmt: skip


def test_the_named_stresses_do_what_they_are_called() -> None:
    """Each named stress is there, does its own thing and nothing else."""
    rows = {row.outage_id: row for row in CATALOG.outages}
    assert set(rows) == set(STRESSES)
    for name, does in STRESSES.items():
        expected = {**NEUTRAL, **does}
        assert {field: getattr(rows[name], field) for field in expected} == expected, name


@pytest.mark.parametrize("row", CATALOG.outages, ids=lambda row: row.outage_id)
def test_a_stress_says_that_it_is_assumed(row: Outage) -> None:
    """No stress is a forecast: its status, its grade and its text in both languages say so."""
    assert (row.status, row.confidence) == ("stress", "D")
    assert (
        row.name_en and row.description.startswith("假设：") and row.description_en.startswith("Assumption:")
    )


def test_the_tightening_hits_shops_and_what_is_online() -> None:
    """It asks for the industry, and closes platforms, consumer finance and internet business loans alone."""
    (row,) = (row for row in CATALOG.outages if row.outage_id == "ecommerce_tightening")
    assert (row.when_field, row.operator, row.value) == ("industry", "==", "ecommerce")
    hit = {channel.category for channel in CHANNELS if CATALOG.selects(row.applies_to, channel)}
    assert hit == {"platform_credit", "consumer_finance", "internet_business", "microloan"}
    assert not CATALOG.selects(row.applies_to, CATALOG.channel("micro_local"))


def signs_about(field: str, measure: str = "level") -> dict[str, tuple[str | None, str]]:
    """Severity -> (operator, bound) of the signs that measure a fact so."""
    return {
        row.severity: (row.operator, row.value)
        for row in CATALOG.indicators
        if (row.field, row.measure) == (field, measure)
    }


@pytest.mark.parametrize("row", CATALOG.indicators, ids=lambda row: row.indicator_id)
def test_a_sign_says_why_and_what_to_do(row: Indicator) -> None:
    """Reason and action stand in both languages."""
    assert row.reason and row.reason_en and row.action and row.action_en


@pytest.mark.parametrize(
    "row", [row for row in CATALOG.indicators if row.source != ("m",)], ids=lambda row: row.indicator_id
)
def test_a_sign_is_never_surer_than_its_source(row: Indicator) -> None:
    """A bound that a source gives has at most the grade of that source."""
    grades = {source.source_id: source.grade for source in CATALOG.sources}
    assert row.confidence is not None
    assert row.confidence >= min(grades[name] for name in row.source)


@pytest.mark.parametrize(
    ("field", "severity", "rule_id"),
    [
        ("hard_inquiries_1m", "act", "bank_personal_inquiries_1m"),
        ("hard_inquiries_2m", "watch", "bank_personal_inquiries_2m"),
        ("hard_inquiries_3m", "act", "bank_personal_inquiries_3m"),
        ("hard_inquiries_6m", "watch", "bank_personal_inquiries_6m"),
        ("hard_inquiries_12m", "watch", "bank_personal_inquiries_12m"),
        ("card_utilisation", "watch", "bank_personal_card_use"),
        ("debt_to_income", "watch", "platform_debt_to_income"),
        ("online_lenders", "watch", "bank_personal_online_lenders"),
        ("online_lenders", "act", "platform_online_lenders"),
        ("unsecured_loan_accounts", "watch", "bank_personal_unsecured_accounts"),
        ("unsecured_debt_to_monthly_income", "watch", "bank_personal_unsecured_debt"),
        ("asset_liability_ratio", "watch", "tax_liability"),
        ("receivable_overdue_ratio", "watch", "factoring_overdue"),
        ("invoice_gap_days_max", "watch", "invoice_gap"),
        ("invoice_yoy_drop", "act", "invoice_drop"),
        ("early_repay_times_30d", "watch", "platform_early_repay"),
    ],
)
def test_a_sign_begins_where_a_published_rule_fails(field: str, severity: str, rule_id: str) -> None:
    """The bound of a graded sign is the bound of the rule: what it warns of is what lenders ask."""
    rule = next(row for row in CATALOG.eligibility if row.rule_id == rule_id)
    fact = fact_named(field)
    operator, bound = signs_about(field)[severity]
    assert (rule.field, rule.operator, operator) == (field, "<=", ">")
    assert parse_fact(fact, bound) == parse_fact(fact, rule.value)


def test_a_fact_is_worse_in_one_direction() -> None:
    """No sign calls a rise bad where another calls a fall of the same fact bad."""
    directions: dict[tuple[str | None, str], set[str]] = {}
    for row in CATALOG.indicators:
        if row.operator is not None and row.operator[0] in "<>":
            directions.setdefault((row.field, row.measure), set()).add(row.operator[0])
    assert {key: found for key, found in directions.items() if len(found) > 1} == {}


def test_card_use_is_watched_at_70_percent_and_acted_on_at_90() -> None:
    """The two steps that a borrower is told of."""
    assert signs_about("card_utilisation") == {"watch": (">", "70%"), "act": (">", "90%")}


def test_a_platform_loan_is_seen_60_days_ahead() -> None:
    """Watch from 60 days on, act from 30."""
    assert signs_about("last_payment", "days_until") == {"watch": ("<=", "60"), "act": ("<=", "30")}
