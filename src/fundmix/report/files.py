"""Writing answers to files: for the owner's eyes only, whole or not at all, never over an input."""

import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from fundmix.errors import InputError, Issue
from fundmix.private import replace_private


def write_all(contents: Mapping[Path, str | bytes]) -> None:
    """Write every file, see :func:`replace_private`.

    Raises:
        InputError: ``output_not_written`` for the first file that cannot be written.
    """
    for path, content in contents.items():
        replace_private(path, content)


def refuse_inputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Make sure, before any work, that outputs can be written and that none is an input or written twice.

    Raises:
        InputError: ``output_is_input``, ``output_twice`` or ``output_not_written``, one for each such output.
    """
    taken = {os.path.realpath(path): "output_is_input" for path in inputs}
    issues = []
    for path in outputs:
        reason = _obstacle(path)
        code = taken.setdefault(os.path.realpath(path), "") or ("output_not_written" if reason else "")
        taken[os.path.realpath(path)] = code or "output_twice"
        if code:
            issues.append(Issue(code, str(path), details={"reason": reason}))
    if issues:
        raise InputError(issues)


def _obstacle(path: Path) -> str:
    """Why nothing can be written there, in the system's words; empty when nothing stands against it."""
    if os.path.isdir(path):  # noqa: PTH112 - unlike Path.is_dir, False for a name that the system refuses
        return os.strerror(errno.EISDIR)
    try:
        path.lstat()
    except FileNotFoundError:
        pass
    except OSError as error:
        return error.strerror or type(error).__name__
    existing = next(parent for parent in path.absolute().parents if os.path.lexists(parent))
    if not os.path.isdir(existing):  # noqa: PTH112
        return os.strerror(errno.ENOTDIR)
    return "" if os.access(existing, os.W_OK | os.X_OK) else os.strerror(errno.EACCES)
