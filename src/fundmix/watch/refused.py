"""What to do when a lender has refused: why it may be, what changed, whom to ask, and the money meanwhile."""

import datetime as dt
from collections.abc import Iterable

from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.case import Case, open_case
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import Catalog, Channel
from fundmix.dates import shift
from fundmix.eligibility.columns import PASSED
from fundmix.errors import Issue, NotProvenError
from fundmix.facts import known_facts, resolve_channel
from fundmix.plan import FundingPlan
from fundmix.recommend import optimize
from fundmix.watch.records import History
from fundmix.watch.refusal_causes import ORDER, causes_of, refused_on, waits, word_of
from fundmix.watch.refusal_changes import changes_of, last_yes, rules_of, state
from fundmix.watch.refusal_records import Cause, Change, Met, Refusal, Verdict
from fundmix.watch.refusal_steps import proofs_of, rights_of, steps_of

NONE_GIVEN = "none_given"
"""What to say as the reason when the lender gave none."""


def refused(  # noqa: PLR0913 - the refusal and the question, by name
    catalog: Catalog,
    profile: Profile,
    channel: str,
    history: History | None = None,
    needs: Iterable[Need] = (),
    policy: Policy | str = "balanced",
    *,
    reason: str | None = None,
    gap: float | None = None,
    time_limit: float = 10.0,
) -> Refusal:
    """Why a channel may have refused, what to do, and how money comes meanwhile.

    Args:
        catalog: what the market offers, and what the law allows.
        profile: the borrower today.
        channel: who refused, by id, name or alias.
        history: what was recorded before; records of later days are left out.
        needs: what the money was for, and what comes in.
        policy: how cautious the plan for the meantime must be.
        reason: what the lender said: a fact, a section of ``facts.csv``, or ``none_given``; None = not told here.
        gap: relative gap of that plan, as for :func:`fundmix.optimize`.
        time_limit: seconds for that plan.

    Raises:
        InputError: an unknown channel or reason, a channel that is for comparison only, or mistakes of the profile.
    """
    lender, said = asked(catalog, channel, reason)
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    case = open_case(catalog, profile, needs, chosen)
    seen = (history or History()).until(profile.start)
    causes = causes_of(case, lender, seen, said)
    since = last_yes(seen, lender.channel_id)
    changes = changes_of(case, lender, seen, since)
    met = tuple(_met(case, lender, said))
    on = refused_on(seen, lender.channel_id, profile.start)
    return Refusal(
        start=profile.start,
        currency=catalog.settings.currency,
        channel_id=lender.channel_id,
        name=lender.name,
        name_en=lender.name_en,
        refused_on=on,
        reason=reason,
        asks=any(rule.field in said for rule in rules_of(case, lender)) if said else None,
        verdict=_verdict(causes, changes),
        causes=causes,
        met=met,
        last_yes=since,
        changes=changes,
        again_from=_again_from(case, lender, seen),
        documents=lender.documents,
        documents_en=lender.documents_en,
        proofs=proofs_of(case, causes, met, changes),
        steps=tuple(steps_of(case, lender)),
        rights=rights_of(case, lender) if reason == NONE_GIVEN else (),
        planned=bool(case.needs or case.profile.debts),
        interim=_interim(case, lender, gap, time_limit),
    )


def asked(catalog: Catalog, channel: str, reason: str | None) -> tuple[Channel, frozenset[str]]:
    """The channel that is meant, and the facts that the reason names (none for no reason and ``none_given``).

    Raises:
        InputError: each that is not known, with the nearest that is; a channel that is for comparison only.
    """
    found = Findings()
    channel_id = resolve_channel(catalog, channel)
    if channel_id is None:
        known = [
            name for row in catalog.channels for name in (row.channel_id, row.name, row.name_en, *row.aliases)
        ]
        found.near(
            Issue("channel_not_found", column="channel", value=shown(channel)), filter(None, known), channel
        )
    elif catalog.channel(channel_id).reference_only:
        found.issues.append(Issue("refused_reference_only", column="channel", value=shown(channel)))
    facts = known_facts(catalog)
    sections = sorted({fact.section for fact in facts.values()})
    named = frozenset(fact.field for fact in facts.values() if reason in (fact.field, fact.section))
    if reason is not None and reason != NONE_GIVEN and not named:
        issue = Issue("reason_unknown", column="reason", value=shown(reason), details={"sections": sections})
        found.near(issue, [*facts, *sections, NONE_GIVEN], reason)
    found.raise_all()
    assert channel_id is not None
    return catalog.channel(channel_id), named


def _met(case: Case, channel: Channel, said: frozenset[str]) -> Iterable[Met]:
    """The rules about what the lender said that the facts meet."""
    facts = known_facts(case.catalog)
    for rule in rules_of(case, channel):
        value = case.facts.get(rule.field)
        if rule.field not in said or value is None or not rule.operator:
            continue
        if state(facts[rule.field], value, rule.operator, rule.required) == PASSED:
            yield Met(
                rule_id=rule.rule_id,
                field=rule.field,
                operator=rule.operator,
                required=rule.required,
                actual=value,
            )


def _verdict(causes: tuple[Cause, ...], changes: tuple[Change, ...]) -> Verdict:
    """What stands first: what fails, else what changed, else what is not known, else that it looks like a mistake."""
    words = [word_of(cause) for cause in causes if cause.kind != "assumption"]
    failing = [word for word in words if word != "questions"]
    if failing:
        return min(failing, key=ORDER.index)
    return "changed" if changes else "questions" if words else "mistake"


def _again_from(case: Case, channel: Channel, history: History) -> dt.date | None:
    """The first day of a new application: every wait that has begun must be over."""
    if not channel.cooldown_months:
        return None
    on = refused_on(history, channel.channel_id, case.profile.start)
    begun = (over for _, over in waits(channel, history, case.profile.start))
    return max([shift(on, channel.cooldown_months), *begun])


def _interim(case: Case, channel: Channel, gap: float | None, time_limit: float) -> FundingPlan | None:
    """The ordinary plan with this channel left out: what is owed there runs on as signed, and is not renewed."""
    if not (case.needs or case.profile.debts):
        return None
    policy = case.policy.model_copy(
        update={
            "exclude": tuple(dict.fromkeys([*case.policy.exclude, channel.channel_id])),
            "require": tuple(one for one in case.policy.require if one != channel.channel_id),
        }
    )
    try:
        return optimize(case.catalog, case.profile, case.needs, policy, gap=gap, time_limit=time_limit)
    except NotProvenError:
        return None
