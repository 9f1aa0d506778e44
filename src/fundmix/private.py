"""Files with personal data: written whole or not at all, readable by their owner alone."""

import contextlib
import hashlib
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


def replace_private(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8, to a file of mode 0600 in one step: nobody ever sees half a file.

    An older file of that name is replaced: an answer may be asked for again.

    Raises:
        InputError: ``output_not_written`` when the system refuses, with its reason.
    """
    try:
        _replace(path, content)
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        raise InputError([Issue("output_not_written", str(path), details=details)]) from error


def _replace(path: Path, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    # made in the same folder, so that the rename is one step
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fundmix-")
    _put(handle, Path(name), data, path)


def rewrite_private(path: Path, data: bytes) -> None:
    """Replace a file, or make it, of mode 0600 in one step, and see it safe on the disk.

    Whoever calls this is the only writer of ``path`` (see ``fundmix.watch.writer``). So the temporary file has one
    name, and what a killed process left under it is dropped by the next one: :func:`drop_leftover`.

    Raises:
        OSError: the system refuses; the old file is as it was.
    """
    drop_leftover(path)
    temporary = _temporary(path)
    # O_EXCL: nobody has put a link there meanwhile
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    _put(handle, temporary, data, path)
    _sync_folder(path.parent)


def drop_leftover(path: Path) -> None:
    """Remove what a killed :func:`rewrite_private` left beside the file."""
    _temporary(path).unlink(missing_ok=True)


def _temporary(path: Path) -> Path:
    """The temporary file of a file; a digest, since the name itself may have no room for more letters."""
    digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]
    return path.with_name(f".fundmix-{digest}.tmp")


def _put(handle: int, temporary: Path, data: bytes, path: Path) -> None:
    """Write the data to the open temporary file and rename that: before, the old file stands whole; after, the new."""
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(OWNER_ONLY)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Have the rename on the disk too, where the system lets a folder be opened for that."""
    # the file is whole without it; Windows opens no folders, and some shares sync none
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
