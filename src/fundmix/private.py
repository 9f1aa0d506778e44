"""Files with personal data: written whole or not at all, readable by their owner alone."""

import os
import tempfile
from pathlib import Path

from fundmix.errors import InputError, Issue

OWNER_ONLY = 0o600


def write_private(path: str | Path, text: str) -> None:
    """Write ``text`` as UTF-8 to a new file of mode 0600, atomically.

    Raises:
        InputError: the file exists already, or its folder does not.
    """
    path = Path(path)
    try:
        # reserving the name first means that a file that appears meanwhile is never overwritten
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    except FileExistsError:
        raise InputError([Issue("file_exists", str(path))]) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InputError([Issue("output_folder_missing", str(path))]) from None
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        raise InputError([Issue("output_not_written", str(path), details=details)]) from error
    try:
        replace_private(path, text)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def replace_private(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to a file of mode 0600 in one step: nobody ever sees half a file.

    An older file of that name is replaced: an answer may be asked for again.

    Raises:
        InputError: ``output_not_written`` when the system refuses, with its reason.
    """
    try:
        _replace(path, text)
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        raise InputError([Issue("output_not_written", str(path), details=details)]) from error


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # made in the same folder, so that the rename is one step
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fundmix-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(OWNER_ONLY)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
