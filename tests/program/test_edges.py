"""Each rule at its edge: a point on it is a plan, and one cent past it is none."""

from collections.abc import Mapping

import numpy as np
import pytest
from tests.cases import BARE, Story, channel, debt, inflow, need
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


def test_the_edge_of_in_time_for_a_loan() -> None:
    """A payment of the fifteenth is not met out of a loan of the twenty-first: what own cash lacks falls short."""
    late = Story(
        channels=[channel("loan", 0, months=2, method="bullet", purposes="any", lead_days=20)],
        needs=[inflow("2027-03-01", 5_000)],
        cash={"opening": 400},
        debts=[debt("old", 1_000, 0, "2027-01-15")],
    )
    draw = "draw_loan_main_bullet_2_t0"
    assert holds(late, {draw: 0, "shortfall_0": 600})
    assert not holds(late, {draw: CENT, "shortfall_0": 600 - CENT})
    ready = late.but(channels=[{**late.channels[0], "lead_days": 14}])
    assert holds(ready, {draw: 600, "shortfall_0": 0})


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


NOTHING_DRAWN = {"draw_kin_main_bullet_12_t0": 0.0}


def test_edge_of_early() -> None:
    """Of 6,000 + 4,000 less January's interest of 100, two months' interest of 200 stay; the fee is 1 %."""
    story, most = SHOWN["early"], 9_700 / 1.01
    assert holds(story, {**NOTHING_DRAWN, "early_0_1": most})
    assert not holds(story, {**NOTHING_DRAWN, "early_0_1": most + CENT})
    careless = story.but(policy=story.policy.model_copy(update={"reserve_months": 0}))
    assert holds(careless, {**NOTHING_DRAWN, "early_0_1": 9_900 / 1.01})
    assert not holds(careless, {**NOTHING_DRAWN, "early_0_1": 9_900 / 1.01 + CENT})


def test_the_edge_of_what_is_owed() -> None:
    """Half is repaid in January, so half is left in February; a cent more is not owed."""
    story = SHOWN["early"]
    assert holds(story, {"early_0_1": 5_000, "early_0_2": 5_000})
    assert not holds(story, {"early_0_1": 5_000, "early_0_2": 5_000 + CENT})
    assert not holds(story, {"early_0_1": 5_000, "repays_0": 0})


def test_the_edge_of_a_month_that_falls_short() -> None:
    """A month that cannot pay its interest repays nothing early, and falls short of its interest at most."""
    story = SHOWN["early"].but(cash={"opening": 0, "surplus": 0})
    assert holds(story, {**NOTHING_DRAWN, "shortfall_0": 100, "early_0_1": 0})
    assert not holds(story, {"shortfall_0": 100, "early_0_1": CENT})
    assert not holds(story, {**NOTHING_DRAWN, "shortfall_0": 100 + CENT})


RENEWED = "draw_bank_renewal_interest_only_12_debt1_t1"
MOVED = "draw_card_plan_annuity_12_debt2_t0"


def test_edge_of_renewals() -> None:
    """What is due on the last day may be renewed, less what was repaid before; a card moves whole or not at all."""
    story = SHOWN["renewals"]
    assert holds(story, {RENEWED: 10_000})
    assert not holds(story, {RENEWED: 10_000 + CENT})
    assert holds(story, {RENEWED: 9_500, "early_0_1": 500})
    assert not holds(story, {RENEWED: 9_500 + CENT, "early_0_1": 500})
    assert holds(story, {MOVED: 6_000})
    assert not holds(story, {MOVED: 6_000 - CENT})
    assert not holds(story, {MOVED: 6_000, "early_1_2": CENT})


def test_the_edge_of_a_limit_that_also_renews() -> None:
    """Of a limit of 15,000 the renewed 10,000 leave 5,000 for new money."""
    story = SHOWN["renewals"].but(cash={"surplus": 9_000}, needs=[need("2027-03-01", 30_000)])
    new = "draw_bank_main_annuity_12_t2"
    assert holds(story, {RENEWED: 10_000, new: 5_000})
    assert not holds(story, {RENEWED: 10_000, new: 5_000 + CENT})
    cut = story.but(quotes=[{"channel_id": "bank", "limit": 4_000}])
    assert holds(cut, {RENEWED: 10_000, new: 0})


# whether a debt is repaid in whole is a choice that the solver keeps to a millionth, so past the edge is a yuan
BANK = {"channel_id": "a", "prepay_fee_rate": 0}
REPAID = "early_0_1"


def test_the_edge_of_a_limit_that_was_repaid() -> None:
    """A limit of 50,000 with 20,000 owed: what is repaid in January can be drawn again in February, not before."""
    story = Story(
        channels=[channel("a", 0.06, amount_max=50_000, months=12)],
        needs=[need("2027-01-01", 100_000), need("2027-02-01", 100_000)],
        cash={"opening": 60_000, "surplus": 50_000},
        debts=[debt("old", 20_000, 0.12, "2027-12-15", **BANK)],
    )
    assert holds(story, {"draw_a_main_annuity_12_t0": 30_000, REPAID: 20_000})
    assert not holds(story, {"draw_a_main_annuity_12_t0": 30_000 + CENT, REPAID: 20_000})
    assert holds(story, {"draw_a_main_annuity_12_t0": 0, "draw_a_main_annuity_12_t1": 40_000, REPAID: 10_000})
    past = {"draw_a_main_annuity_12_t0": 0, "draw_a_main_annuity_12_t1": 40_000 + CENT, REPAID: 10_000}
    assert not holds(story, past)
    cut = story.but(quotes=[{"channel_id": "a", "limit": 15_000}])
    assert not holds(cut, {"draw_a_main_annuity_12_t1": 5_000, REPAID: 20_000})


def test_the_edge_of_a_pledge_that_was_repaid() -> None:
    """A house of 100,000 with a lien of 60,000 backs 40,000; all of it once the debt is repaid in whole."""
    story = Story(
        channels=[channel("a", 0.06, months=12)],
        needs=[need("2027-01-01", 100_000), need("2027-02-01", 100_000)],
        cash={"opening": 60_000, "surplus": 50_000},
        facts={"house": 100_000},
        debts=[debt("old", 60_000, 0.12, "2027-12-15", pledge="house", prepay_fee_rate=0)],
        tables={"limits": [{"applies_to": "channel:a", "field": "house", "multiplier": 1}]},
    )
    early = {"draw_a_main_annuity_12_t0": 0}
    assert holds(story, {**early, "draw_a_main_annuity_12_t1": 100_000, REPAID: 60_000})
    assert not holds(story, {**early, "draw_a_main_annuity_12_t1": 100_000 + CENT, REPAID: 60_000})
    assert not holds(story, {**early, "draw_a_main_annuity_12_t1": 40_000 + CENT, REPAID: 59_999})


def test_the_edge_of_a_share_that_was_repaid() -> None:
    """Half of a gap of 40,100, and half of what is repaid early; what its own group repays leaves the group."""
    story = Story(
        channels=[channel("a", 0.06, months=12)],
        needs=[need("2027-01-01", 100_000)],
        cash={"opening": 60_000, "surplus": 0},
        debts=[debt("old", 10_000, 0.12, "2027-12-15", prepay_fee_rate=0)],
        policy=BARE.model_copy(update={"max_channel_share": 0.5, "draw_until": 0}),
    )
    draw, excess = "draw_a_main_annuity_12_t0", {"excess_channel_a": 0}
    base = story.case().situation.gap
    cap = int(base * 50 + 1e-6) / 100
    assert holds(story, {draw: cap, REPAID: 0, **excess})
    assert not holds(story, {draw: cap + CENT, REPAID: 0, **excess})
    assert holds(story, {draw: cap + 5_000, REPAID: 10_000, **excess})
    assert not holds(story, {draw: cap + 5_000 + CENT, REPAID: 10_000, **excess})


def test_the_edge_of_service_that_was_repaid() -> None:
    """Half of an income of 2,000 is taken by 1,000 of interest; repaid early, it makes room from February on."""
    story = Story(
        channels=[channel("a", 0, months=10)],
        needs=[need("2027-01-01", 200_000)],
        cash={"opening": 101_000, "income": 2_000, "surplus": 5_000},
        debts=[debt("old", 100_000, 0.12, "2027-12-15", prepay_fee_rate=0)],
        policy=BARE.model_copy(update={"max_debt_service": 0.5}),
    )
    assert not holds(story, {"draw_a_main_annuity_10_t0": 10 * CENT, REPAID: 0})
    assert holds(story, {"draw_a_main_annuity_10_t0": 10_000, REPAID: 100_000})
    assert not holds(story, {"draw_a_main_annuity_10_t0": 10_000 + 10 * CENT, REPAID: 100_000})


def test_the_edge_of_counts_that_were_repaid() -> None:
    """Two lenders at most and one owed: a second new one once the old debt is repaid in whole."""
    story = Story(
        channels=[channel("a", 0.06), channel("b", 0.07), channel("c", 0.08, amount_max=20_000)],
        needs=[need("2027-01-01", 100_000)],
        cash={"opening": 60_000, "surplus": 5_000},
        debts=[debt("old", 20_000, 0.12, "2027-12-15", channel_id="c", prepay_fee_rate=0)],
        policy=BARE.model_copy(update={"max_channels": 2, "draw_until": 0}),
    )
    assert holds(story, {"use_a": 1, "use_b": 1, REPAID: 20_000})
    assert not holds(story, {"use_a": 1, "use_b": 1, REPAID: 19_999})


def test_the_edge_of_an_online_loan_that_was_repaid() -> None:
    """A lender that suffers one other online lender: not beside the old one, unless that is repaid by its own draw."""
    story = Story(
        channels=[
            channel("a", 0.06, online_lender="yes"),
            channel("b", 0.07, online_lender="yes"),
            channel("old", 0.08, online_lender="yes", amount_max=20_000),
        ],
        needs=[need("2027-01-01", 50_000), need("2027-02-01", 50_000)],
        cash={"opening": 60_000, "surplus": 30_000},
        facts={"online_lenders": 1},
        debts=[debt("old", 20_000, 0.12, "2027-12-15", channel_id="old", prepay_fee_rate=0)],
        tables={"eligibility": [
            {"applies_to": "channel:a", "operator": "<=", "reason": "规则", "rule_id": "few",
             "field": "online_lenders", "value": "1"},
        ]},
    )  # fmt: skip
    both = {"use_b": 1, "ticket_of_a_1": 1}
    assert holds(story, {**both, REPAID: 20_000})
    assert not holds(story, {**both, REPAID: 19_999, "early_0_2": 0})
    assert holds(story, {**both, REPAID: 10_000, "early_0_2": 10_000})
    assert not holds(story, {**both, REPAID: 10_000, "early_0_2": 10_000, "ticket_of_a_0": 1})
