"""Writing answers to files: for the owner's eyes only, whole or not at all, never over an input."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from fundmix.errors import InputError, Issue
from fundmix.private import replace_private


def write_all(contents: Mapping[Path, str]) -> None:
    """Write every file, see :func:`replace_private`.

    Raises:
        InputError: ``output_not_written`` for the first file that cannot be written.
    """
    for path, content in contents.items():
        try:
            replace_private(path, content)
        except OSError as error:
            details = {"reason": error.strerror or type(error).__name__}
            raise InputError([Issue("output_not_written", str(path), details=details)]) from error


def refuse_inputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Make sure that no output is an input.

    Raises:
        InputError: ``output_is_input``, one for each such output.
    """
    read = {path.resolve() for path in inputs}
    wrong = [path for path in outputs if path.resolve() in read]
    if wrong:
        raise InputError(Issue("output_is_input", str(path)) for path in wrong)
