"""Early-warning signs on the screen: what is measured, against which bound, since when."""

SENTENCES: dict[str, str] = {
    "title_signs": "Signs: {act} to act on, {watch} to watch",
    "signs_none": "No sign shows.",
    "sign_severity_act": "Act",
    "sign_severity_watch": "Watch",
    "sign_since": "{figure}, since {since:date}",
    "sign_level": "{what}: {value} (bound {bound})",
    "sign_reason": "{reason} Since {since:date}.",
    "sign_change_up": "{what}: up {value} in {months} (bound {bound})",
    "sign_change_down": "{what}: down {value} in {months} (bound {bound})",
    "sign_from_nothing": "{what}: up from 0 in {months}",
    "sign_another": "{what}: {before} → {value} in {months}",
    "sign_trend_up": "{what}: up {value} a month over {months} (bound {bound})",
    "sign_trend_down": "{what}: down {value} a month over {months} (bound {bound})",
    "sign_share": "{who}: {value} of all debt (bound {bound})",
    "sign_due": "{who} ends in {days} days (bound {bound})",
    "sign_due_today": "{who} ends today",
    "sign_due_past": "{who} ended {days} days ago and is not recorded as paid off",
    "sign_days_ahead": "{what}: in {days} days (bound {bound})",
    "sign_days_ago": "{what}: {days} days ago (bound {bound})",
    "sign_announced": "Announced: {name}",
    "sign_terms": "{who}: its rows in the catalog changed within {months}",
    "sign_limit_of": "Limit shown by {who}",
    "sign_one_month": "1 month",
    "sign_months": "{months} months",
    "sign_points": "{figure} percentage points",
    "signs_legend": (
        "A sign that shows at two levels is shown at the graver one, with the day on which it reached that. Bounds are "
        "in indicators.csv and yours to change."
    ),
    "label_sign_last_payment": "last payment of each loan",
    "label_sign_limit": "limits that lenders show",
    "label_sign_share": "each lender's part of your debt",
    "label_sign_terms": "your lenders' rows in the catalog",
}
