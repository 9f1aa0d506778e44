"""The tables of a catalog: one row model per CSV file, which is also its data dictionary.

A catalog is a folder of these files. ``docs/catalog.md`` is generated from the descriptions below.
Blank cell = the default. ``key`` names the columns that identify a row: in an overlay a row with the same key
replaces the one below it.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from fundmix.dates import Period
from fundmix.fields import (
    RATE_BOUND,
    TERM_MAX,
    AnnualRate,
    Count,
    Counts,
    Day,
    Figure,
    Key,
    Keys,
    Link,
    Money,
    PartialDate,
    PositiveMoney,
    Rate,
    Ratio,
    Record,
    Share,
    Text,
    Texts,
    YesNo,
    parse_count,
    parse_operator,
    reject,
    split_list,
)

if TYPE_CHECKING:
    import pandas as pd

Grade = Literal["A", "B", "C", "D"]
Repayment = Literal["annuity", "equal_principal", "interest_only", "bullet", "buyer_pays", "custom"]
RateBasis = Literal["annual", "monthly", "daily", "flat_monthly", "over_rate"]
Use = Literal["new", "renew", "extend", "hardship"]
RuleKind = Literal["hard", "soft", "info"]
Operator = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not_in"]
FactType = Literal["yes_no", "money", "ratio", "number", "count", "date", "text", "choice"]
MovedBy = Literal["online_lender", "unsecured_account", "inquiry", "payment", "debt"]
ChangedBy = Literal["time", "running_out", "paper", "record", "money", "business"]
Duty = Literal["credit_report", "credit_notice", "credit_dispute", "credit_complaint", "lender_complaint"]
Measure = Literal["level", "change", "trend", "share", "days_until", "announced", "terms"]
Lender = Literal[
    "bank", "internet_bank", "consumer_finance", "microloan", "pawnshop", "factor", "platform", "insurer",
    "guarantee_fund", "company", "person",
]  # fmt: skip
Repayments = Annotated[tuple[Repayment, ...], BeforeValidator(split_list)]


DayBasis = Annotated[Literal[360, 365], BeforeValidator(parse_count)]


OperatorCell = Annotated[Operator, BeforeValidator(parse_operator)]


class Row(Record):
    """Base of every catalog row: where its figures come from."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    required: ClassVar[bool] = False

    source: Keys = Field(
        (), description="Where the figures of this row are from: `source_id`s, joined by `;`."
    )
    as_of: PartialDate | None = Field(
        None, description="When the figures were true: `2026`, `2026-01` or `2026-01-20`."
    )
    confidence: Grade | None = Field(
        None,
        description="A official text, B named press, C commercial page, D memory or your own; blank: "
        "the grade of the source, without a source D.",
    )
    enabled: YesNo = Field(True, description="`no` in an overlay hides the row of the same key below it.")


LEAD_DAYS_MAX = 3650


class Channel(Row):
    """A financing channel: one lender's line with its limit and rules."""

    table: ClassVar[str] = "channels"
    key: ClassVar[tuple[str, ...]] = ("channel_id",)
    required: ClassVar[bool] = True

    channel_id: Key = Field(description="Name of the channel in every table: small letters, digits and `_`.")
    name: Text = Field(description="What the borrower calls it, in the catalog's language.")
    name_en: Text = Field("", description="The same in English.")
    category: Key = Field(
        description="Kind of channel, e.g. `bank_consumer`, `pawn`; shares are capped per category."
    )
    lender: Lender = Field("company", description="Class of lender, which decides the legal ceiling.")
    provider: Text = Field("", description="The institution, when the row is about one.")
    risk_groups: Keys = Field(
        (), description="Channels that would refuse together share a group, e.g. `platform_credit`."
    )
    applicant: Texts = Field(
        (),
        description="Who may apply: `individual` `sole_prop` `sme` (the fact `applicant`); blank = anybody.",
    )
    amount_min: Money = Field(0, description="Smallest draw, yuan.")
    amount_max: PositiveMoney | None = Field(
        None, description="Largest balance, yuan; blank = only `limits.csv` decides."
    )
    amount_step: Money = Field(0, description="Draws are multiples of this, yuan; 0 = to the cent.")
    lead_days: Count = Field(0, description="Days from application to money, the slow end.")
    approval_valid_months: Count | None = Field(None, description="Months an approval stands unused.")
    line_valid_months: Count | None = Field(None, description="Months a line may be drawn after approval.")
    cooldown_months: Count = Field(
        0, description="Months to wait after a refusal or a pay-off before the next application."
    )
    hard_inquiry: YesNo = Field(True, description="Applying leaves a hard inquiry in the credit report.")
    unsecured: YesNo = Field(True, description="Shown in the credit report as an unsecured loan.")
    online_lender: YesNo = Field(False, description="Counts as an online lender in multi-lending rules.")
    purposes: Keys = Field(
        (),
        description="What the money may be used for; `any` or blank = every purpose. Words: see `purposes`.",
    )
    banned_purposes: Keys = Field(
        (), description="What it may not be used for, even when `purposes` is `any`."
    )
    banned_occupations: Texts = Field(
        (), description="Occupations that are refused; checked against the fact `occupation`."
    )
    documents: Texts = Field((), description="What to bring, joined by `;`.")
    documents_en: Texts = Field((), description="The same in English.")
    appeal: Text = Field("", description="What to do when refused by mistake.")
    appeal_en: Text = Field("", description="The same in English.")
    aliases: Texts = Field((), description="Other names by which a borrower may call it in a profile.")
    reference_only: YesNo = Field(False, description="Shown for comparison, never part of a plan.")
    note: Text = Field("", description="A remark shown with the channel.")
    note_en: Text = Field("", description="The same in English.")

    @model_validator(mode="after")
    def _days_are_sane(self) -> Self:
        """Nobody waits ten years for an answer."""
        if self.lead_days > LEAD_DAYS_MAX:
            raise reject("number_too_large", column="lead_days", bound=LEAD_DAYS_MAX)
        return self


class Product(Row):
    """Terms and price of a channel. Each combination of `repayment` and `term_months` is one offer."""

    table: ClassVar[str] = "products"
    key: ClassVar[tuple[str, ...]] = ("channel_id", "product_id")
    required: ClassVar[bool] = True

    channel_id: Key = Field(description="The channel that offers it.")
    product_id: Key = Field("main", description="Name of the product within the channel.")
    repayment: Repayments = Field(
        description="`annuity` `equal_principal` `interest_only` `bullet` `buyer_pays` `custom`, by `;`."
    )
    term_months: Counts = Field((), description="Possible terms in months, joined by `;`.")
    term_periods: Counts = Field(
        (), description="Possible terms in the catalog's own periods, instead of `term_months`."
    )
    rate: Rate | None = Field(
        None, description="Price as the lender quotes it, a decimal or `5.4%`; its unit is `rate_basis`."
    )
    rate_low: Rate | None = Field(None, description="Cheap end of an advertised range.")
    rate_high: Rate | None = Field(
        None, description="Dear end; a range is priced here until the borrower has a quote."
    )
    rate_basis: RateBasis = Field(
        "annual",
        description="`annual`, `monthly`, `daily` (on the balance), `flat_monthly` (on the sum first lent), "
        "`over_rate` (points over the reference rate `rate_id`).",
    )
    rate_id: Key | None = Field(None, description="Reference rate that `over_rate` adds to.")
    accrual: Literal["period", "actual"] | None = Field(
        None,
        description="`period`: equal periods; `actual`: days counted. Blank: `actual` for daily rates.",
    )
    day_basis: DayBasis | None = Field(
        None, description="Days of the year for daily interest; blank = the catalog's."
    )
    revolving: YesNo = Field(
        False, description="A line: drawn and repaid at will inside its life (随借随还)."
    )
    upfront_fee_rate: Share = Field(0, description="Fee taken from the payout, share of the draw.")
    monthly_fee_rate: Rate = Field(
        0, description="Fee every month on the sum first lent (guarantee, service, pawn fee)."
    )
    fee_first: YesNo = Field(
        False, description="The monthly fee is taken at the beginning of each month, first at payout."
    )
    fixed_fee: Money = Field(0, description="Yuan per draw, taken from the payout.")
    interest_first: YesNo = Field(False, description="All interest is taken from the payout (贴现, 砍头息).")
    interest_only_months: Count = Field(0, description="Months of interest only before instalments begin.")
    prepay_fee_rate: Share | None = Field(
        None, description="Fee on principal repaid early; 0 = free; blank = cannot be repaid early."
    )
    retained_balance_rate: Share = Field(
        0, description="Share of the balance that must stay in the account (保证金)."
    )
    purposes: Keys = Field((), description="Narrows the channel's purposes for this product.")
    use: Use = Field("new", description="`new` money, or `renew` `extend` `hardship` for a debt that exists.")
    available_from: Day | None = Field(None, description="First day of draws.")
    available_until: Day | None = Field(None, description="Last day of draws.")

    @model_validator(mode="after")
    def _price_is_whole(self) -> Self:
        """A product has one price or a range, within the bound of its basis, and terms to repay it over."""
        if (
            self.rate is None
            and (self.rate_low is None or self.rate_high is None)
            and "custom" not in self.repayment
        ):
            raise reject("rate_missing", column="rate")
        if self.rate_low is not None and self.rate_high is not None and self.rate_low > self.rate_high:
            raise reject("range_reversed", column="rate_low", upper="rate_high")
        for column in ("rate", "rate_low", "rate_high"):
            rate = getattr(self, column)
            if rate is not None and rate > RATE_BOUND[self.rate_basis]:
                raise reject(
                    "rate_too_high", column=column, bound=RATE_BOUND[self.rate_basis], suggestion=f"{rate:g}%"
                )
        if self.rate_basis == "over_rate" and self.rate_id is None:
            raise reject("rate_id_missing", column="rate_id")
        if not (self.term_months or self.term_periods or self.repayment == ("custom",)):
            raise reject("term_missing", column="term_months")
        if 0 in self.term_months or 0 in self.term_periods:
            raise reject("not_positive", column="term_months", bound=0)
        if max(*self.term_months, *self.term_periods, 0, 0) > TERM_MAX:
            column = "term_months" if max(*self.term_months, 0, 0) > TERM_MAX else "term_periods"
            raise reject("number_too_large", column=column, bound=TERM_MAX)
        if self.term_months and self.interest_only_months >= max(self.term_months):
            raise reject("interest_only_too_long", column="interest_only_months", bound=max(self.term_months))
        return self


class Flow(Row):
    """One period of a custom contract: what is paid per yuan lent."""

    table: ClassVar[str] = "flows"
    key: ClassVar[tuple[str, ...]] = ("channel_id", "product_id", "period")

    channel_id: Key = Field(description="The channel.")
    product_id: Key = Field("main", description="The product with `repayment` = `custom`.")
    period: Count = Field(description="Periods after the draw; 0 = at payout.")
    principal: Ratio = Field(0, description="Principal repaid per yuan lent; the column sums to 1.")
    interest: Ratio = Field(0, description="Interest paid per yuan lent (instead of `rate`).")
    fee: Ratio = Field(0, description="Fee paid per yuan lent.")

    @model_validator(mode="after")
    def _period_is_sane(self) -> Self:
        """No contract lasts for ever."""
        if self.period > TERM_MAX:
            raise reject("number_too_large", column="period", bound=TERM_MAX)
        return self


class PriceStep(Row):
    """A price step that has a source: points added to the rate while a fact lies in a range."""

    table: ClassVar[str] = "pricing"
    key: ClassVar[tuple[str, ...]] = ("channel_id", "product_id", "field", "from_value")

    channel_id: Key = Field(description="The channel.")
    product_id: Key = Field("main", description="The product.")
    field: Key = Field(description="The fact that decides.")
    from_value: Figure | None = Field(None, description="From this value on; blank = no lower end.")
    to_value: Figure | None = Field(None, description="Below this value; blank = no upper end.")
    rate_add: Ratio = Field(description="Added to the yearly rate, e.g. `0.5%` or `-0.2%`.")


class Limit(Row):
    """A cap on the amount. Rows of one `applies_to`, `field`, `scope` are steps: the one that fits counts."""

    table: ClassVar[str] = "limits"
    key: ClassVar[tuple[str, ...]] = ("applies_to", "field", "when_field", "when_from", "scope")

    applies_to: Texts = Field(
        description="Selector: `channel:x`, `category:y`, `lender:bank`, `group:z`, `all`, joined by `;`."
    )
    field: Key | None = Field(None, description="Fact that the limit is a multiple of; blank = `cap` alone.")
    multiplier: Figure = Field(1, description="Limit = multiplier × the fact.")
    cap: PositiveMoney | None = Field(None, description="Never more than this, yuan.")
    when_field: Key | None = Field(None, description="The step counts while this fact …")
    when_from: Figure | None = Field(None, description="… is at least this …")
    when_to: Figure | None = Field(None, description="… and below this.")
    scope: Literal["each", "together"] = Field(
        "each", description="`together`: the channels share one limit."
    )


class Availability(Row):
    """A period's own limit of a channel."""

    table: ClassVar[str] = "availability"
    key: ClassVar[tuple[str, ...]] = ("channel_id", "period", "measure")

    channel_id: Key = Field(description="The channel.")
    period: Count = Field(description="Period of the plan, first = 0; the row holds for this period.")
    limit: Money = Field(description="Yuan.")
    measure: Literal["outstanding", "draw"] = Field("outstanding", description="What is limited.")


class Rule(Row):
    """An eligibility rule: what a lender has published that it asks for."""

    table: ClassVar[str] = "eligibility"
    key: ClassVar[tuple[str, ...]] = ("rule_id",)

    rule_id: Key = Field(description="Name of the rule.")
    applies_to: Texts = Field(description="Selector, as in `limits.csv`.")
    field: Key = Field(description="The fact asked about.")
    operator: OperatorCell = Field(description="`==` `!=` `<` `<=` `>` `>=` `in` `not_in`.")
    value: Text = Field(
        description="What it is compared with, in the fact's own unit; a list is joined by `;`."
    )
    any_of: Key | None = Field(
        None, description="Rules of a channel with the same word: one of them is enough."
    )
    kind: RuleKind = Field(
        "hard",
        description="`hard` removes the channel, `soft` keeps it dear and small, `info` is only shown.",
    )
    reason: Text = Field(description="Why the lender asks, in the catalog's language.")
    reason_en: Text = Field("", description="The same in English.")
    remedy: Text = Field("", description="What the borrower can do.")
    remedy_en: Text = Field("", description="The same in English.")
    remedy_months: Count | None = Field(
        None, description="Months the remedy takes; blank = cannot be remedied."
    )


class Fact(Row):
    """A fact about the borrower that rules may ask for."""

    table: ClassVar[str] = "facts"
    key: ClassVar[tuple[str, ...]] = ("field",)

    field: Key = Field(description="Name of the fact.")
    kind: Literal["asked", "derived"] = Field(
        "asked",
        description="`asked` of the borrower, or `derived` from dates and debts.",
    )
    type: FactType = Field(description="`yes_no` `money` `ratio` `number` `count` `date` `text` `choice`.")
    unit: Text = Field("", description="Unit of the figure.")
    minimum: Figure | None = Field(None, description="Smallest value that makes sense.")
    maximum: Figure | None = Field(None, description="Largest value that makes sense.")
    choices: Texts = Field((), description="The words of a `choice`, joined by `;`.")
    moved_by: MovedBy | None = Field(
        None,
        description="What moves it: `online_lender` `unsecured_account` `inquiry` `payment` `debt`.",
    )
    changed_by: ChangedBy | None = Field(
        None,
        description=(
            "What changes it: `time` (it grows by itself once it is above 0), `running_out` (it falls by itself), "
            "`paper` (a document, a consent or a review, at once), `record` (at once, but only where the entry is "
            "wrong), `money` (loans or arrears repaid), `business` (more of it). Blank: the remedy of the rule, in "
            "its months."
        ),
    )
    window_months: Count | None = Field(
        None, description="It counts what happened in so many months back: as many later it is empty."
    )
    pledge: YesNo = Field(False, description="The value of an asset that backs a loan only once.")
    home: YesNo = Field(False, description="The pledged asset is a home.")
    section: Key = Field("other", description="Heading under which `profile init` lists it.")
    description: Text = Field(description="What it is, in the catalog's language.")
    description_en: Text = Field("", description="The same in English.")
    where_to_find: Text = Field("", description="Where the borrower finds the figure.")
    where_to_find_en: Text = Field("", description="The same in English.")


class ReferenceRate(Row):
    """A fixing of a reference rate; it holds until the next one."""

    table: ClassVar[str] = "reference_rates"
    key: ClassVar[tuple[str, ...]] = ("rate_id", "date")

    rate_id: Key = Field(description="Name of the rate, e.g. `lpr_1y`.")
    date: Day = Field(description="Day of the fixing.")
    value: AnnualRate = Field(description="The rate, a decimal a year.")
    note: Text = Field("", description="A remark.")


class Regulation(Row):
    """Dated law. `ceiling` rows cap the yearly simple price (单利) of a loan at its draw; others inform."""

    table: ClassVar[str] = "regulations"
    key: ClassVar[tuple[str, ...]] = ("regulation_id",)

    regulation_id: Key = Field(description="Name of the rule.")
    applies_to: Texts = Field(
        (), description="Selector; blank = information only, of a row with a `duty`: whoever the lender is."
    )
    kind: Literal["ceiling", "target", "info"] = Field(
        "info", description="`ceiling` is enforced; `target` and `info` are shown."
    )
    value: Figure | None = Field(
        None, description="The ceiling as a decimal a year, or the multiple when `times_rate_id` stands."
    )
    times_rate_id: Key | None = Field(
        None, description="The ceiling is `value` times this reference rate on the day of the draw."
    )
    effective_from: Day | None = Field(None, description="First day in force.")
    effective_until: Day | None = Field(None, description="Last day in force.")
    document: Text = Field("", description="Name and number of the document.")
    article: Text = Field("", description="Article.")
    text: Text = Field(description="What it says, in the catalog's language.")
    text_en: Text = Field("", description="The same in English.")
    status: Text = Field("", description="In force, target, expired …")
    duty: Duty | None = Field(
        None,
        description=(
            "What a refused borrower may ask for: `credit_report` the own report, `credit_notice` word before bad data "
            "are reported, `credit_dispute` a correction, `credit_complaint` and `lender_complaint` a supervisor's "
            "answer. Blank = nothing of the kind."
        ),
    )
    deadline_days: Count | None = Field(
        None, description="Days within which the duty is done; blank = the row names no deadline."
    )
    contact: Text = Field("", description="Whom to ask, in the catalog's language.")
    contact_en: Text = Field("", description="The same in English.")


class Subsidy(Row):
    """Public money that lowers the interest of a channel for a time."""

    table: ClassVar[str] = "subsidies"
    key: ClassVar[tuple[str, ...]] = ("subsidy_id",)

    subsidy_id: Key = Field(description="Name of the subsidy.")
    applies_to: Texts = Field(description="Selector, as in `limits.csv`.")
    rate_cut: AnnualRate | None = Field(None, description="Points taken off the yearly rate.")
    share_of_interest: Share = Field(
        1, description="Never more than this share of the contract rate; alone, the share that is paid."
    )
    cap_per_year: PositiveMoney | None = Field(
        None, description="Never more than this a year per borrower and lender, yuan."
    )
    available_from: Day | None = Field(None, description="Interest from this day on.")
    available_until: Day | None = Field(None, description="Interest up to this day.")
    purposes: Keys = Field(
        (), description="Only money for these purposes; blank = all that the channel allows."
    )
    text: Text = Field("", description="The condition in words.")
    text_en: Text = Field("", description="The same in English.")


class Outage(Row):
    """A named stress: lenders that refuse or cut back, prices that rise, money that comes late or cannot be used.

    It is an assumption to test a plan with, unless its `status` says otherwise, and no forecast.
    """

    table: ClassVar[str] = "outages"
    key: ClassVar[tuple[str, ...]] = ("outage_id",)

    outage_id: Key = Field(
        description="Name of the stress; `channel`, `group` and `none` are taken by `--survive`."
    )
    name: Text = Field(description="What it is called, in the catalog's language.")
    name_en: Text = Field("", description="The same in English.")
    applies_to: Texts = Field(
        (), description="Selector of the channels it hits; blank = none, only the borrower's own money."
    )
    when_field: Key | None = Field(
        None, description="It hits borrowers whose fact …; blank = everybody. Not known = it hits."
    )
    operator: OperatorCell | None = Field(
        None, description="… compares so: `==` `!=` `<` `<=` `>` `>=` `in` `not_in` …"
    )
    value: Text = Field("", description="… with this, in the fact's own unit; a list is joined by `;`.")
    from_month: Count = Field(0, description="First month of the plan that it holds; 0 = from the first day.")
    months: Count | None = Field(None, description="Months that it lasts; blank = to the end of the plan.")
    limit_factor: Share = Field(
        1, description="New draws up to this share of the limit; 0 = refused. What is drawn runs to its term."
    )
    rate_add: AnnualRate = Field(0, description="Added to the yearly rate of new draws, e.g. `1%`.")
    income_factor: Ratio = Field(
        1, description="Share of the income that is left; the monthly surplus falls by the same yuan."
    )
    inflow_delay_months: Count = Field(0, description="Months that every inflow comes later than expected.")
    cash_frozen: YesNo = Field(False, description="For that time money in the account cannot be used.")
    renewals: Literal["open", "refused"] = Field(
        "open", description="`refused`: the channels neither renew nor extend what is owed to them."
    )
    status: Literal["stress", "announced", "in_force"] = Field(
        "stress", description="An assumption, publicly announced, or already so."
    )
    description: Text = Field("", description="What happens and what the figures rest on.")
    description_en: Text = Field("", description="The same in English.")

    @property
    def hits_channels(self) -> bool:
        """Whether it does something to lenders, and not to the borrower's own money alone."""
        return self.limit_factor < 1 or self.rate_add > 0 or self.renewals == "refused"


class Indicator(Row):
    """An early-warning sign: a fact, a debt or the catalog itself, held against a bound over time."""

    table: ClassVar[str] = "indicators"
    key: ClassVar[tuple[str, ...]] = ("indicator_id",)

    indicator_id: Key = Field(description="Name of the sign.")
    measure: Measure = Field(
        "level",
        description=(
            "`level` the fact today; `change` today less its value `window_months` ago (for words and days: whether it "
            "is another); `trend` its mean change a month over the window; `share` of a channel's debts in all debt; "
            "`days_until` days from today to the day of the fact, or of each debt's `last_payment`; `announced` an "
            "announced outage that hits the borrower; `terms` the catalog's rows about the borrower's lenders."
        ),
    )
    field: Key | None = Field(
        None,
        description=(
            "The fact; `last_payment` of each debt, with `days_until`; `limit` that each lender shows; blank for "
            "`share`, `announced` and `terms`."
        ),
    )
    applies_to: Texts = Field(
        (),
        description=(
            "Debts and lenders of these channels only (selector, as in `limits.csv`); blank = every one. Not for "
            "facts of the borrower."
        ),
    )
    operator: OperatorCell | None = Field(
        None,
        description="`==` `!=` `<` `<=` `>` `>=` `in` `not_in`; blank for changes of words, `announced`, `terms`.",
    )
    value: Text = Field(
        "",
        description=(
            "The bound, in the unit of the fact; a list is joined by `;`. A change written with `%` is a share of the "
            "value then (`-20%` of a turnover); of a ratio it is in points."
        ),
    )
    window_months: Count | None = Field(
        None, description="Months that a `change`, a `trend` or `terms` looks back; blank for the others."
    )
    severity: Literal["watch", "act"] = Field(
        "watch", description="`watch` look at it, `act` do something now."
    )
    reason: Text = Field(description="Why it matters, in the catalog's language.")
    reason_en: Text = Field("", description="The same in English.")
    action: Text = Field("", description="What to do now.")
    action_en: Text = Field("", description="The same in English.")


class Source(Row):
    """Where figures are from."""

    table: ClassVar[str] = "sources"
    key: ClassVar[tuple[str, ...]] = ("source_id",)

    source_id: Key = Field(description="Name of the source in the other tables.")
    title: Text = Field(description="What it is.")
    url: Link = Field("", description="Where it was found; several joined by ` | `.")
    dated: Text = Field("", description="Its date.")
    grade: Grade = Field("D", description="A official text, B named press, C commercial page, D memory.")


TABLES: tuple[type[Row], ...] = (
    Channel, Product, Flow, PriceStep, Limit, Availability, Rule, Fact, ReferenceRate, Regulation, Subsidy,
    Outage, Indicator, Source,
)  # fmt: skip
"""Every table of a catalog, in the order of the documentation."""


class Settings(Record):
    """``catalog.toml``: the words above the tables."""

    name: Text = Field(description="Name of the catalog.")
    currency: Text = Field("CNY", description="Currency of every amount.")
    language: Literal["zh", "en"] = Field("zh", description="Language of the texts without `_en`.")
    jurisdiction: Text = Field("", description="Whose law the regulations are.")
    as_of: PartialDate | None = Field(None, description="When the catalog was last put in order.")
    period: Period = Field("month", description="Length of a period: `month` `week` `quarter` `year`.")
    day_basis: DayBasis = Field(365, description="Days of the year for daily interest.")
    max_age_days: Count = Field(550, description="Rows whose `as_of` is older are reported as stale.")
    extends: Text | None = Field(
        None, description="The catalog below this overlay: a name (`cn`) or a path with a slash."
    )


def selector_names(channel: Channel) -> frozenset[str]:
    """The selector parts that name a channel, ``all`` apart."""
    groups = {f"group:{group}" for group in channel.risk_groups}
    kinds = {f"channel:{channel.channel_id}", f"category:{channel.category}", f"lender:{channel.lender}"}
    return frozenset(kinds | groups)


class Catalog(Record):
    """What the market offers: every table, validated and cross-checked.

    Attributes:
        settings: ``catalog.toml``.
        sha256: hash of every file that was read, overlay included; of the rows for a catalog built in memory.
        layers: names of the folders, the base first.
        rows_changed: rows that the overlay adds, replaces or hides, as ``table:key``.
        notes: what a reader should know (GB18030 read, stale rows).
    """

    settings: Settings
    channels: tuple[Channel, ...]
    products: tuple[Product, ...]
    flows: tuple[Flow, ...] = ()
    pricing: tuple[PriceStep, ...] = ()
    limits: tuple[Limit, ...] = ()
    availability: tuple[Availability, ...] = ()
    eligibility: tuple[Rule, ...] = ()
    facts: tuple[Fact, ...] = ()
    reference_rates: tuple[ReferenceRate, ...] = ()
    regulations: tuple[Regulation, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    outages: tuple[Outage, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sources: tuple[Source, ...] = ()
    sha256: str = ""
    layers: tuple[str, ...] = ()
    rows_changed: tuple[str, ...] = ()
    notes: tuple[Any, ...] = ()

    def channel(self, channel_id: str) -> Channel:
        """The channel of that id."""
        return next(row for row in self.channels if row.channel_id == channel_id)

    def frame(self, table: str) -> "pd.DataFrame":
        """A table as a DataFrame: one row per row, every column of its model in order, lists as tuples."""
        import pandas as pd  # noqa: PLC0415 (heavy, and not needed to load a catalog)

        model = next(model for model in TABLES if model.table == table)
        rows = [row.model_dump() for row in getattr(self, table)]
        return pd.DataFrame(rows, columns=list(model.model_fields), dtype=object)

    def selects(self, selector: tuple[str, ...], channel: Channel) -> bool:
        """Whether a selector (``channel:x``, ``category:y``, ``lender:z``, ``group:g``, ``all``) names it."""
        names = self._selector_names.get(channel.channel_id)
        known = names if names is not None else selector_names(channel)
        return "all" in selector or not known.isdisjoint(selector)

    @cached_property
    def _selector_names(self) -> dict[str, frozenset[str]]:
        """What selectors may call each channel, made once: they are asked for thousands of times."""
        return {channel.channel_id: selector_names(channel) for channel in self.channels}

    def ceilings_of(self, channel: Channel) -> tuple[Regulation, ...]:
        """The ceilings that the law sets for a channel at any time."""
        kept = self._ceilings_of
        if channel.channel_id not in kept:
            kept[channel.channel_id] = tuple(
                row
                for row in self.regulations
                if row.kind == "ceiling" and self.selects(row.applies_to, channel)
            )
        return kept[channel.channel_id]

    def limits_of(self, channel: Channel) -> tuple[Limit, ...]:
        """The rows that limit a channel."""
        kept = self._limits_of
        if channel.channel_id not in kept:
            kept[channel.channel_id] = tuple(
                row for row in self.limits if self.selects(row.applies_to, channel)
            )
        return kept[channel.channel_id]

    @cached_property
    def _ceilings_of(self) -> dict[str, tuple[Regulation, ...]]:
        """What :meth:`ceilings_of` has found: it is asked for each day of each offer."""
        return {}

    @cached_property
    def _limits_of(self) -> dict[str, tuple[Limit, ...]]:
        """What :meth:`limits_of` has found."""
        return {}

    def grade_of(self, row: Row) -> Grade:
        """The confidence of a row: its own, else the best of its sources, else D."""
        if row.confidence is not None:
            return row.confidence
        return min((self._grades[name] for name in row.source if name in self._grades), default="D")

    @cached_property
    def _grades(self) -> dict[str, Grade]:
        """The grade of each source."""
        return {source.source_id: source.grade for source in self.sources}


PURPOSES: dict[str, tuple[str, ...]] = {
    "business": ("stock", "operating", "order", "equipment", "wages", "rent", "tax"),
    "consumer": ("living", "renovation", "education", "medical", "travel", "durables"),
    "repay_loan": ("repay_loan",),
    "house": ("house",),
    "securities": ("securities",),
}
"""The words for uses of money, by family; a family name in ``purposes`` stands for all of its words."""


def allows(purposes: tuple[str, ...], banned: tuple[str, ...], purpose: str) -> bool:
    """Whether money with these allowed and banned uses may serve ``purpose``."""

    def named(words: tuple[str, ...]) -> bool:
        return purpose in words or any(purpose in PURPOSES.get(word, ()) for word in words)

    return (not purposes or "any" in purposes or named(purposes)) and not named(banned)
