"""Writing answers to files: for the owner's eyes only, whole or not at all, never over an input."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from fundmix.errors import InputError, Issue


def replace_private(path: Path, content: str) -> None:
    """Write ``content`` as UTF-8, for the owner's eyes only and in one step: nobody ever sees half a file.

    An older file of that name is replaced: an answer may be asked for again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # made with mode 0600 in the same folder, so that the rename is one step
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


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
