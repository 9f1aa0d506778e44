"""A line that is used twice, dearer the first time."""

import datetime as dt

from tests.cases import START, Story, channel, inflow, need

from fundmix.verify import verify


def _day(month: int) -> dt.date:
    return START.replace(month=month)


def test_a_line_drawn_twice_at_two_rates_states_its_contract_price():
    """Used for a month of 31 days, repaid to zero and used for one of 30, a line has no single price of its own."""
    line = channel("line", 0.0002, months=12, method="interest_only", revolving=True, rate_basis="daily")
    needs = [
        need(_day(3), 60_000, name="first"),
        inflow(_day(4), 61_000),
        need(_day(6), 61_000, name="second"),
        inflow(_day(7), 62_000),
    ]
    plan = Story(channels=[line], needs=needs).plan()
    (draw,) = plan.draws
    assert [row.month for row in plan.schedule_rows if row.drawn] == [2, 5]
    assert draw.apr == plan.inputs.contracts[0].apr
    assert verify(plan) == ()
    wrong = plan.model_copy(update={"draws": (draw.model_copy(update={"apr": 0.05}),)})
    assert "mix[d1].apr" in {issue.column for issue in verify(wrong)}
