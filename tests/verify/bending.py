"""One figure of a plan bent at a time, and whether verify notices."""

import copy
import datetime as dt
import fnmatch
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from tests.verify.right_plan import as_plan

from fundmix.verify import verify


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, tuple[Any, ...]]]:
    """(name, path) of every number, day and yes or no."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        name = f"{place}.{key}" if place else str(key)
        if isinstance(part, dict | list):
            yield from ((inner, (key, *path)) for inner, path in leaves(part, name))
        elif isinstance(part, int | float) or is_day(part):
            yield name, (key,)


def is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] + value[7] == "--"


def bent(value: Any) -> Any:
    """A cent more, a day later, one period more, or the opposite."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return (dt.date.fromisoformat(value) + dt.timedelta(days=1)).isoformat()
    return value + 1 if isinstance(value, int) else round(value + 0.01, 6)


def bend(content: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The same with one leaf bent."""
    content = copy.deepcopy(content)
    inner: Any = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = bent(inner[path[-1]])
    return content


def named(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def noticed(content: dict[str, Any]) -> bool:
    """Whether the reader or the re-play objects."""
    try:
        return bool(verify(as_plan(content)))
    except ValidationError:
        return True
