"""A plan from its file, with every mistake of the file named by its place."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fundmix.errors import InputError, Issue
from fundmix.plan import FundingPlan

LARGEST_FILE = 64 * 1024 * 1024
VERSION = 1


def read_plan(path: str | Path) -> FundingPlan:
    """The plan that a JSON file holds.

    Raises:
        InputError: the file cannot be read, is no JSON, is of another version, or lacks or misspells keys.
    """
    name = str(path)
    try:
        data = Path(path).read_bytes()[: LARGEST_FILE + 1]
    except OSError as error:
        raise InputError(
            [Issue("verify_cannot_read", name, details={"reason": error.strerror or ""})]
        ) from None
    if len(data) > LARGEST_FILE:
        raise InputError([Issue("verify_file_too_large", name, details={"bound": LARGEST_FILE})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError([Issue("verify_not_utf8", name, line)]) from None
    return plan_from_json(text, name)


def plan_from_json(text: str, file: str = "") -> FundingPlan:
    """The plan that a JSON text holds; ``file`` names it in the mistakes.

    Raises:
        InputError: one located mistake each.
    """
    try:
        content: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            [Issue("verify_broken_json", file, error.lineno, details={"place": error.colno})]
        ) from None
    except (RecursionError, ValueError):
        raise InputError([Issue("verify_broken_json", file, 1, details={"place": 1})]) from None
    if not isinstance(content, dict):
        raise InputError([Issue("verify_not_a_plan", file)])
    # True equals 1 in Python, but is no version
    if content.get("version") is True or content.get("version") != VERSION:
        value = str(content.get("version", ""))[:60]
        raise InputError([Issue("verify_other_version", file, None, "version", value, {"expected": VERSION})])
    try:
        return FundingPlan.from_json(text.removeprefix("\ufeff"))
    except ValidationError as error:
        raise InputError([_issue(mistake, file) for mistake in error.errors(include_url=False)]) from None


def _issue(mistake: Any, file: str) -> Issue:
    """One of pydantic's mistakes as ours, located as ``schedule[4].interest``; values are not repeated."""
    place = ""
    for part in mistake["loc"]:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    codes = {"missing": "verify_key_missing", "extra_forbidden": "verify_key_unknown"}
    return Issue(codes.get(mistake["type"], "verify_key_wrong"), file, None, place)
