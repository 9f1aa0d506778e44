"""The figures of the pictures: what a template needs to draw them, in percent of the picture's height and width."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fundmix.plan import FundingPlan
from fundmix.report.events import withheld
from fundmix.report.headline import repaid
from fundmix.report.page import Page
from fundmix.report.sections import last_active, name_of, period_name
from fundmix.verify.figures import cents
from fundmix.words.formats import figure, money0, percent

COLOURS = 9
"""Colours of the style sheet, ``c0`` to ``c8``; a tenth lender has the first one again."""
OLD, OPEN = "old", "open"
"""The classes of old debts, and of money that is missing."""
TICKS, DAYS = 4, 5
"""About as many figures stand beside a picture, and at most as many months below it."""
_SIZES: Mapping[str, tuple[tuple[float, str], ...]] = {
    "zh": ((1e8, "html_tick_hundred_million"), (1e4, "html_tick_ten_thousand")),
    "en": ((1e6, "html_tick_million"), (1e3, "html_tick_thousand")),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the mix: where it begins and how wide it is, in percent."""

    name: str
    amount: str
    share: str
    price: str
    colour: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a period: its column, where it begins from above and how tall it is, in percent."""

    column: int
    top: float
    height: float
    colour: str
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a picture, and where, in percent."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over periods with a stepped line, their scales, and the same in words and figures.

    Attributes:
        columns: how many periods.
        line: the path of the stepped line, x in periods, y in percent from above; empty = none.
        legend: (class of the colour, name); the line's class is ``line``.
        summary: the picture in a sentence, for those who do not see it.
        heads, rows: the figures, the first column names the period.
    """

    columns: int
    bars: tuple[Bar, ...]
    line: str
    scale: tuple[Label, ...]
    days: tuple[Label, ...]
    legend: tuple[tuple[str, str], ...]
    summary: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def colours(plan: FundingPlan) -> dict[str, str]:
    """channel_id → its colour in every picture, in the order of the mix."""
    used = dict.fromkeys(draw.channel_id for draw in plan.draws)
    return {channel: f"c{number % COLOURS}" for number, channel in enumerate(used)}


def mix_shares(plan: FundingPlan) -> list[float]:
    """Each draw's share of all sums drawn."""
    whole = sum(draw.amount for draw in plan.draws)
    return [draw.amount / whole if whole else 0.0 for draw in plan.draws]


def mix_bar(page: Page, plan: FundingPlan) -> tuple[Segment, ...]:
    """The draws side by side, as wide as their sums; what has no source closes the bar."""
    missing = plan.totals.unmet
    whole = sum(draw.amount for draw in plan.draws) + missing
    painted = colours(plan)
    segments, start = [], 0.0
    for draw, share in zip(plan.draws, mix_shares(plan), strict=True):
        width = 100 * draw.amount / whole if whole else 0.0
        name = f"{draw.draw_id} {name_of(draw, page.lang)}"
        segments.append(
            Segment(
                name, money0(draw.amount, plan.currency), percent(share, 1), percent(draw.apr),
                painted[draw.channel_id], round(start, 3), round(width, 3),
            )
        )  # fmt: skip
        start += width
    if missing:
        text, left = money0(missing, plan.currency), round(100 - start, 3)
        segments.append(Segment(page.say("html_unmet"), text, "", "", OPEN, round(start, 3), left))
    return tuple(segments)


def cash_chart(page: Page, plan: FundingPlan) -> Chart | None:
    """Cash at the end of each period, with the floor that the plan keeps."""
    rows = plan.cashflow_rows[: last_active(plan) + 1]
    if not rows:
        return None
    floor = plan.inputs.min_cash[: len(rows)]
    frame = _Frame(page, plan, len(rows), max(*(row.closing for row in rows), *floor, 1.0))
    names = page.say("html_cash"), page.say("html_floor")
    bars = tuple(frame.bar(row.month, 0.0, row.closing, "cash", names[0]) for row in rows if row.closing > 0)
    lowest = min(rows, key=lambda row: row.closing)
    when = period_name(plan, lowest.month, page.lang)
    return frame.chart(
        bars, floor, (("cash", names[0]), ("line", names[1])),
        page.say("html_cash_alt", lowest=lowest.closing, when=when, last=rows[-1].closing),
        [[row.closing for row in rows], list(floor)],
    )  # fmt: skip


def payments_chart(page: Page, plan: FundingPlan) -> Chart | None:
    """What is paid to each lender in each period, old debts apart, against the income that may serve debt."""
    rows = plan.cashflow_rows[: last_active(plan) + 1]
    series = _paid(page, plan, len(rows))
    if not series:
        return None
    sums = [sum(amounts[month] for _, _, amounts in series) for month in range(len(rows))]
    income = plan.inputs.income[: len(rows)]
    income = income if any(income) else ()
    frame = _Frame(page, plan, len(rows), max(*sums, *income, 1.0))
    bars: list[Bar] = []
    for month in range(len(rows)):
        paid = 0.0
        for colour, name, amounts in series:
            if amounts[month] > 0:
                bars.append(frame.bar(month, paid, amounts[month], colour, name))
                paid += amounts[month]
    most = max(range(len(rows)), key=lambda month: sums[month])
    legend = [(colour, name) for colour, name, _ in series]
    if income:
        legend.append(("line", page.say("html_income")))
    summary = page.say("html_payments_alt", most=sums[most], when=period_name(plan, most, page.lang))
    columns = [amounts for _, _, amounts in series] + ([list(income)] if income else [])
    return frame.chart(tuple(bars), income, tuple(legend), summary, columns)


def _paid(page: Page, plan: FundingPlan, periods: int) -> list[tuple[str, str, list[float]]]:
    """Colour, name and yuan per period of each lender of new money; old debts last."""
    names = {draw.channel_id: name_of(draw, page.lang) for draw in plan.draws}
    paid = {channel: [0.0] * periods for channel in names}
    draws = {draw.draw_id: draw for draw in plan.draws}
    contracts = {row.offer_id: row for row in plan.inputs.contracts}
    for row in plan.schedule_rows:
        if row.month < periods:
            # what is kept of a payout is never paid: the proceeds are without it
            due = cents(row.payment) - withheld(row, draws[row.draw_id], contracts[row.offer_id])
            paid[row.channel_id][row.month] += float(due)
    painted = colours(plan)
    series = [
        (painted[channel], names[channel], amounts) for channel, amounts in paid.items() if any(amounts)
    ]
    old = [row.debt_payments - row.shortfall for row in plan.cashflow_rows[:periods]]
    if any(amount > 0 for amount in old):
        early = "html_old_early" if repaid(plan) else "column_old_debts"
        series.append((OLD, page.say(early), [max(0.0, amount) for amount in old]))
    return series


class _Frame:
    """The scales of a picture over periods."""

    def __init__(self, page: Page, plan: FundingPlan, columns: int, most: float) -> None:
        self.page, self.plan, self.columns = page, plan, columns
        self.step = _round_step(most / TICKS)
        self.top = self.step * math.ceil(round(most / self.step, 9))

    def bar(self, column: int, start: float, amount: float, colour: str, name: str) -> Bar:
        """A rectangle over ``start`` yuan; its title says all of it."""
        height = 100 * amount / self.top
        title = self.page.say(
            "html_point", when=period_name(self.plan, column, self.page.lang), name=name, amount=amount
        )
        return Bar(column, round(100 - 100 * start / self.top - height, 3), round(height, 3), colour, title)

    def chart(
        self, bars: tuple[Bar, ...], line: Sequence[float], legend: tuple[tuple[str, str], ...],
        summary: str, columns: Sequence[Sequence[float]],
    ) -> Chart:  # fmt: skip
        """The picture, with its figures as a table."""
        return Chart(
            columns=self.columns,
            bars=bars,
            line=self._path(line),
            scale=self._scale(),
            days=self._days(),
            legend=legend,
            summary=summary,
            heads=(self._period(), *(name for _, name in legend)),
            rows=tuple(
                (period_name(self.plan, month, self.page.lang), *(figure(one[month]) for one in columns))
                for month in range(self.columns)
            ),
        )

    def _period(self) -> str:
        return self.page.say("column_month" if self.plan.inputs.period == "month" else "column_period")

    def _path(self, values: Sequence[float]) -> str:
        """A step per period, drawn where the value changes."""
        if not values:
            return ""
        heights = [f"{round(100 - 100 * value / self.top, 3):g}" for value in values]
        parts = [f"M0 {heights[0]}"]
        for column, (before, height) in enumerate(pairwise(heights), start=1):
            if height != before:
                parts.append(f"H{column}V{height}")
        return "".join([*parts, f"H{self.columns}"])

    def _scale(self) -> tuple[Label, ...]:
        count = round(self.top / self.step)
        return tuple(
            Label(amount_tick(self.page, self.step * number), round(100 - 100 * number / count, 3))
            for number in range(count + 1)
        )

    def _days(self) -> tuple[Label, ...]:
        """The names of some periods, evenly apart, in the middle of their columns."""
        every = math.ceil(self.columns / DAYS)
        length = len("2026-12") if self.plan.inputs.period == "month" else len("2026-12-01")
        shown = range(0, self.columns, every)
        names = [self.plan.cashflow_rows[column].date.isoformat()[:length] for column in shown]
        middles = [round(100 * (column + 0.5) / self.columns, 3) for column in shown]
        return tuple(Label(name, at) for name, at in zip(names, middles, strict=True))


def amount_tick(page: Page, amount: float) -> str:
    """``30万`` or ``300k``: round figures beside a picture."""
    for size, code in _SIZES[page.lang]:
        if amount >= size:
            return page.say(code, figure=f"{amount / size:g}")
    return f"{amount:g}"


def _round_step(least: float) -> float:
    """The least of 1, 2, 2.5, 5, 10 times a power of ten that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * part for part in (1, 2, 2.5, 5, 10) if power * part >= least * (1 - 1e-9))
