"""Rule 6, counts: not too many lenders, not too many inquiries, one product and term per channel."""

from fundmix.offers import is_dearer
from fundmix.program.model import Model, Term


def counts(model: Model) -> None:
    """The plan uses few lenders, leaves few hard inquiries, and picks one product and term at each.

    ``Σ pick[k] ≤ use[i]``; ``Σ use[i] ≤ max_channels − lenders owed today + lenders repaid in whole`` over new lenders;
    ``Σ apply[i] ≤ inquiries left`` over new lenders that inquire; ``use[i] ≤ apply[i]``.
    """
    situation, policy = model.situation, model.situation.policy
    for lender in model.lenders:
        use = model.use[lender.channel_id]
        # what an outage makes dearer is chosen apart from what was drawn before it
        for name, dearer in (("one_offer", False), ("one_dearer", True)):
            picks = [
                (model.pick[offer_id], 1.0)
                for offer_id in model.offers_of(lender.channel_id)
                if is_dearer(offer_id) is dearer
            ]
            if any(pick is not use for pick, _ in picks):
                model.at_most(f"{name}_{lender.channel_id}", [*picks, (use, -1.0)], 0.0)
    _fewest(model)
    if policy.max_channels is not None:
        room = policy.max_channels - len(situation.owed)
        model.at_most("max_channels", channel_terms(model, room), max(0, room))
    if situation.inquiries_left is not None:
        model.at_most("max_inquiries", inquiring(model), situation.inquiries_left)
    for channel_id, applied in model.apply.items():
        if applied is not model.use[channel_id]:
            model.at_most(f"applied_{channel_id}", [(model.use[channel_id], 1.0), (applied, -1.0)], 0.0)


def channel_terms(model: Model, room: int) -> list[Term]:
    """New lenders, less those that are repaid in whole; too many today: a lender that leaves opens no door."""
    new: list[Term] = [(model.use[lender.channel_id], 1.0) for lender in model.lenders if lender.applies]
    leaving = model.lenders_left(model.situation.draw_until, -1.0) if room >= 0 and new else []
    return [*new, *leaving]


def inquiring(model: Model) -> list[Term]:
    """New lenders that are applied to and inquire, as terms."""
    return [
        (model.apply[lender.channel_id], 1.0)
        for lender in model.lenders
        if lender.applies and lender.hard_inquiry
    ]


def _fewest(model: Model) -> None:
    """Rows that say nothing yet: the search raises them once it knows that fewer cannot do (see ``fewest``)."""
    if model.use:
        model.fewest["fewest_lenders"] = list(model.use.values())
    for (_, period), ticket in model.ticket.items():
        model.fewest.setdefault(f"fewest_draws_{period}", []).append(ticket)
    for row, counted in model.fewest.items():
        model.at_least(row, [(variable, 1.0) for variable in counted], 0.0)
