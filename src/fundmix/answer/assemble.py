"""Assembles the frozen plan from a settled solution."""

from typing import Any

from fundmix.answer import figures
from fundmix.answer.applications import application_plan, standing_by
from fundmix.answer.gives import need_rows
from fundmix.answer.ledger import ZERO, Loan, Values, cash_book, loans_of
from fundmix.answer.old_debts import old_debts, renewal_rows, repayment_rows
from fundmix.answer.reasons import advice, excluded, warnings
from fundmix.answer.settlement import Settlement
from fundmix.case import Case
from fundmix.debts import DebtContract
from fundmix.plan import (
    ContractRow,
    DebtRow,
    FundingPlan,
    Inputs,
    LenderRow,
    Proof,
    Status,
)
from fundmix.program.model import Model
from fundmix.program.rules.shares import base_of, caps, group_names
from fundmix.program.solve import Optimum


def assemble(case: Case, model: Model, optimum: Optimum, values: Values) -> FundingPlan:
    """The plan of one settled solution, to the cent; not verified yet."""
    situation = model.situation
    loans = loans_of(model, values)
    old = old_debts(model, values)
    book = cash_book(model, loans, (old.regular, old.early), values)
    ceilings = caps(situation, model.lenders, model.market_fee)
    base = base_of(situation, model.market_fee)
    over = figures.excess_over(ceilings, loans, old)
    totals = figures.totals(loans, (book, old), situation, sum(over.values(), ZERO))
    renewals = renewal_rows(loans, case.profile.start)
    missing = totals.unmet + totals.shortfall
    status: Status = "partial" if missing else ("funded" if loans or old.repaid else "not_needed")
    if not optimum.proven:
        status = "unproven"
    return FundingPlan(
        status=status,
        advice=advice(case, model, totals, renewals),
        currency=case.catalog.settings.currency,
        start=case.profile.start,
        inputs=_inputs(case, (model, values), loans, ceilings, base),
        draws=figures.mix(loans, situation, base),
        applications=application_plan(case, model, loans, values),
        repayments=repayment_rows(old, loans),
        renewals=renewals,
        balloons=figures.balloons(loans, book),
        totals=totals,
        diversification=figures.spread(loans),
        cashflow_rows=figures.cashflow_rows(book, situation),
        schedule_rows=figures.schedule_rows(loans),
        need_rows=need_rows(model, loans, (book, old), values),
        excluded_rows=excluded(case, model, loans),
        binding=(),
        warnings=warnings(case, Settlement(model, loans, old, book, over, totals)),
        proof=_proof(case, optimum, loans),
    )


def opened(plan: FundingPlan, optimum: Optimum) -> float:
    """Yuan of shortfall, of a gap and of an excess that the program had closed and rounding has opened."""
    found = {"shortfall": plan.totals.shortfall, "unmet": plan.totals.unmet, "excess": plan.totals.excess}
    return sum(figure for level, figure in found.items() if optimum.levels[level] <= 0)


def _inputs(
    case: Case,
    solved: tuple[Model, Values],
    loans: tuple[Loan, ...],
    ceilings: dict[str, float],
    base: float,
) -> Inputs:
    model, values = solved
    situation = model.situation
    asked = {lender.channel_id for lender in standing_by(case, model, values)}
    asked |= {loan.lender.channel_id for loan in loans}
    contracts = {loan.offer.offer_id: loan.offer for loan in loans}
    existing = {**situation.owed, **situation.owed_unsecured}
    return Inputs(
        period=situation.grid.period,
        horizon=situation.horizon,
        draw_until=situation.draw_until,
        policy=case.policy,
        cash=case.profile.cash,
        needs=case.needs,
        debts=tuple(_debt(debt) for debt in case.debts),
        day_basis=case.catalog.settings.day_basis,
        contracts=tuple(
            ContractRow(
                offer_id=offer.offer_id,
                channel_id=offer.channel_id,
                terms=offer.terms,
                purposes=offer.purposes,
                banned_purposes=offer.banned_purposes,
                revolving=offer.revolving,
                ceiling=offer.ceiling,
                apr=round(offer.apr, 6),
                use=offer.use,
                debt=offer.debt,
            )
            for offer in contracts.values()
        ),
        lenders=tuple(
            LenderRow(
                **{name: getattr(lender, name) for name in LenderRow.model_fields if name != "moved_rules"},
                moved_rules=tuple(rule.model_dump() for rule in lender.moved_rules),
            )
            for lender in model.lenders
            if lender.channel_id in asked
        ),
        surplus=_yuan(situation.surplus),
        income=_yuan(situation.income),
        inflow=_yuan(situation.inflow),
        debt_payments=_yuan(situation.debt_payments),
        debt_service=_yuan(situation.debt_service),
        debt_dates=situation.debt_dates,
        existing={name: _yuan(owed) for name, owed in existing.items()},
        asset_values=dict(model.market.asset_values),
        together=model.market.together,
        base=round(base, 6),
        caps=_caps_of(loans, ceilings),
        min_cash=_yuan(situation.floor),
        inquiries_left=situation.inquiries_left,
        known=model.known,
    )


def _caps_of(loans: tuple[Loan, ...], ceilings: dict[str, float]) -> dict[str, float]:
    """The caps that the plan's own lenders fall under; what a cap rests on is told of those lenders alone."""
    names = {name for loan in loans for name in group_names(loan.lender)}
    return {name: round(cap, 6) for name, cap in ceilings.items() if name in names}


def _debt(debt: DebtContract) -> DebtRow:
    """A debt with its contract; of its channel, what shares and counts need."""
    known = debt.debt.model_dump(exclude={"channel_id", "prepay_fee_rate"})
    return DebtRow(
        **known,
        channel_id=debt.channel_id,
        category=debt.channel.category if debt.channel else None,
        risk_groups=debt.channel.risk_groups if debt.channel else (),
        unsecured=debt.unsecured,
        prepay_fee_rate=debt.prepay_fee_rate,
        moves=debt.moves,
    )


def _yuan(amounts: Any) -> tuple[float, ...]:
    return tuple(round(float(amount), 2) for amount in amounts)


def _proof(case: Case, optimum: Optimum, loans: tuple[Loan, ...]) -> Proof:
    return Proof(
        solver="HiGHS",
        version=optimum.version,
        objective=optimum.objective,
        bound=optimum.bound,
        gap=optimum.gap,
        verified=False,
        catalog_name=case.catalog.settings.name,
        catalog_sha256=case.catalog.sha256,
        catalog_rows_changed=case.catalog.rows_changed,
        worst_grade=max((loan.offer.grade for loan in loans), default=None),
    )
