"""Text in CSV cells that a spreadsheet would run as a formula: shown as it is by an apostrophe, and read back."""

from typing import Any

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """A cell that a spreadsheet shows as it is: text that would be a formula gets an apostrophe.

    Text that looks as if it had got one already gets another, so that :func:`meant` can take one back.
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = ";".join(str(part) for part in value)
    return f"'{value}" if isinstance(value, str) and _would_run(value) else value


def meant(cell: str) -> str:
    """The text that a cell stands for: what :func:`neutral` put before a formula is taken away."""
    return cell[1:] if cell.startswith("'") and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, apostrophes in front left out of account."""
    return text.lstrip("'").startswith(_STARTS)
