"""Named stresses and the application plan on the screen."""

SENTENCES: dict[str, str] = {
    # the application plan
    "applications_more": "What to say if one refuses by mistake: --table applications.",
    "applications_none": "No new application is needed.",
    "application_hard": "Hard inquiry",
    "application_harmless": "No hard inquiry",
    "application_again": "apply anew by {day:date} for the later loan: the approval runs out before",
    "title_appeals": "If one refuses by mistake",
    "application_appeal": "{names}: {text}",
    "title_instead": "If one refuses for good",
    "application_instead": "{name}: {text}",
}
