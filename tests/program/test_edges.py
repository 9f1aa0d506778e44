"""Each rule at its edge: a point on it is a plan, and one cent past it is none."""

from collections.abc import Mapping

import numpy as np
import pytest
from tests.cases import Story
from tests.program.shown import SHOWN

from fundmix.program.hot import HotModel

CENT = 0.01


def holds(story: Story, fixed: Mapping[str, float]) -> bool:
    """Whether some plan has these values; their own bounds are set aside, so that rows must say no."""
    hot = HotModel(story.model())
    missing = set(fixed) - set(hot.column)
    assert not missing, missing
    hot.bounds(fixed, fixed.values(), fixed.values())
    return hot.minimise(np.zeros(len(hot.names)), seconds=10)


def test_edge_of_cash() -> None:
    """With 400 of 1,000 at hand and 10 a month, 580 less a deposit's interest stay unmet without a loan."""
    story = SHOWN["cash"]
    unmet = 1_000 - (410 * 1.003 + 10)
    none = {"draw_line_main_interest_only_6_0": 0, "draw_line_main_interest_only_6_1": 0}
    assert holds(story, {**none, "unmet_need1": unmet})
    assert not holds(story, {**none, "unmet_need1": unmet - CENT})


def test_the_edge_of_a_retained_balance() -> None:
    """A tenth of the balance stays in cash: of 400 + 10 + 10 with interest and 100 drawn, 510 may be spent."""
    story = SHOWN["cash"]
    drawn = {"draw_line_main_interest_only_6_0": 0, "draw_line_main_interest_only_6_1": 100}
    unmet = 1_000 - (410 * 1.003 + 10) - 90
    assert holds(story, {**drawn, "unmet_need1": unmet})
    assert not holds(story, {**drawn, "unmet_need1": unmet - CENT})


def test_edge_of_in_time() -> None:
    """1,000 are due on the first and 1,500 come on the twentieth: what is not lent until then is unmet."""
    story, draw = SHOWN["in_time"], "draw_loan_main_bullet_1_t0"
    assert holds(story, {draw: 400, "unmet_need1": 600})
    assert not holds(story, {draw: 400, "unmet_need1": 600 - CENT})


def test_edge_of_payments_first() -> None:
    """300 at hand pay back a loan of 300 before February's 5,000 arrive; a cent more would have to wait for them."""
    story = SHOWN["payments_first"]
    patient = story.but(policy=story.policy.model_copy(update={"payments_before_inflows": False}))
    draw = "draw_loan_main_bullet_1_t0"
    assert holds(story, {draw: 300, "unmet_need1": 400})
    assert not holds(story, {draw: 300 + CENT, "unmet_need1": 400 - CENT})
    assert holds(patient, {draw: 300 + CENT, "unmet_need1": 400 - CENT})


@pytest.mark.parametrize(
    ("draws", "last"),
    [
        ({"draw_a_main_annuity_12_t0": 50_000}, "draw_a_main_annuity_12_t0"),
        ({"draw_a_main_annuity_12_t1": 30_000, "draw_b_main_bullet_3_t0": 60_000}, "draw_b_main_bullet_3_t0"),
        (
            {"draw_pawn_main_bullet_3_t0": 20_000, "draw_pawn_main_bullet_3_t1": 30_000},
            "draw_pawn_main_bullet_3_t1",
        ),
        ({"draw_b_main_bullet_3_t1": 20_000}, "draw_b_main_bullet_3_t1"),
    ],
    ids=["own", "together", "asset", "draw"],
)
def test_edge_of_limits(draws: dict[str, float], last: str) -> None:
    """50,000 at one lender, 90,000 at two that share it, half of a car of 100,000, 20,000 new in one month."""
    assert holds(SHOWN["limits"], draws)
    assert not holds(SHOWN["limits"], {**draws, last: draws[last] + CENT})


@pytest.mark.parametrize(
    ("edge", "past"),
    [
        ({"draw_a_main_annuity_3_t0": 10_000}, {"draw_a_main_annuity_3_t0": 10_000 - CENT}),
        (
            {"draw_a_main_annuity_3_t0": 10_000, "fee_of_draw_a_main_annuity_3_t0": 1},
            {"draw_a_main_annuity_3_t0": 10_000, "fee_of_draw_a_main_annuity_3_t0": 0},
        ),
        (
            {"draw_line_main_interest_only_3_0": 500, "draw_line_main_interest_only_3_1": 0},
            {"draw_line_main_interest_only_3_0": 500, "draw_line_main_interest_only_3_1": CENT,
             "repay_line_main_interest_only_3_1": CENT},
        ),
        (
            {"ticket_of_a_0": 1, "ticket_of_a_1": 1, "ticket_of_line_0": 0, "ticket_of_line_1": 0},
            {"ticket_of_a_0": 1, "ticket_of_a_1": 1, "ticket_of_line_0": 1, "ticket_of_line_1": 0},
        ),
    ],
    ids=["smallest", "fixed_fee", "not_both", "max_draws"],
)  # fmt: skip
def test_edge_of_tickets(edge: dict[str, float], past: dict[str, float]) -> None:
    """10,000 is a draw and a cent less is none; its fee is paid; a line is drawn or repaid; two draws, not three."""
    assert holds(SHOWN["tickets"], edge)
    assert not holds(SHOWN["tickets"], past)


@pytest.mark.parametrize(
    ("draws", "excess"),
    [
        ({"draw_c_main_annuity_12_t0": 50_000}, "excess_channel_c"),
        ({"draw_a_main_annuity_12_t0": 30_000, "draw_b_main_annuity_12_t0": 30_000}, "excess_group_platform"),
    ],
    ids=["channel", "group"],
)
def test_edge_of_shares(draws: dict[str, float], excess: str) -> None:
    """Half of a gap of 100,000 from one channel, 60 % from one risk group; a cent more is a cent of excess."""
    story, last = SHOWN["shares"], list(draws)[-1]
    over = {**draws, last: draws[last] + CENT}
    assert holds(story, {**draws, excess: 0})
    assert not holds(story, {**over, excess: 0})
    assert holds(story, {**over, excess: CENT})


def test_edge_of_debt_service() -> None:
    """Half of an income of 2,000 carries ten instalments of 1,000; a bullet is no service, monthly interest is."""
    story = SHOWN["debt_service"]
    assert holds(story, {"draw_a_main_annuity_10_t0": 10_000, "draw_b_main_bullet_3_t0": 50_000})
    assert not holds(story, {"draw_a_main_annuity_10_t0": 10_000 + 10 * CENT})
    assert not holds(
        story, {"draw_a_main_annuity_10_t0": 10_000, "draw_c_main_interest_only_3_t0": 100 * CENT}
    )


@pytest.mark.parametrize(
    ("edge", "past"),
    [
        ({"use_a": 1, "use_b": 0, "use_c": 1}, {"use_a": 1, "use_b": 1, "use_c": 0}),
        ({"use_a": 1, "use_b": 0, "use_c": 1}, {"use_a": 1, "use_b": 1, "use_c": 1}),
        (
            {"pick_a_main_annuity_6": 1, "pick_a_main_annuity_12": 0},
            {"pick_a_main_annuity_6": 1, "pick_a_main_annuity_12": 1},
        ),
    ],
    ids=["inquiries", "channels", "one_offer"],
)
def test_edge_of_counts(edge: dict[str, float], past: dict[str, float]) -> None:
    """Two lenders of whom one inquires, one term at each."""
    assert holds(SHOWN["counts"], edge)
    assert not holds(SHOWN["counts"], past)


def test_edge_of_purpose() -> None:
    """A lender for stock finances all of the stock, and not a cent of what it does not lend for."""
    story = SHOWN["purpose"]
    draw = "draw_stock_main_annuity_3_t1"
    assert holds(story, {draw: 5_000, "unmet_need1": 0})
    assert not holds(story, {draw: 5_000 + CENT, "unmet_need1": 0})
    assert holds(story, {draw: 4_000, "unmet_need1": 1_000})
    assert not holds(story, {draw: 4_000 + CENT, "unmet_need1": 1_000})


def test_edge_of_still_eligible() -> None:
    """A lender that suffers one other online lender suffers one and not two; a ratio is kept only where it is used."""
    story = SHOWN["still_eligible"]
    assert holds(story, {"use_a": 1, "use_b": 1, "use_c": 0})
    assert not holds(story, {"use_a": 1, "use_b": 1, "use_c": 1})
    assert holds(story, {"use_a": 0, "use_b": 1, "use_c": 1})
    draw = "draw_b_main_annuity_12_t0"
    instalment = 0.07 / 12 / (1 - (1 + 0.07 / 12) ** -12)
    assert holds(story, {"use_a": 1, draw: 1_000 / instalment})
    assert not holds(story, {"use_a": 1, draw: (1_000 + CENT) / instalment})
    assert holds(story, {"use_a": 0, draw: (1_000 + CENT) / instalment})
