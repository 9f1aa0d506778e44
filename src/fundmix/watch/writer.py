"""One writer at a time, by a lock that leaves nothing beside the user's file and dies with its process."""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout, lock_descriptor

from fundmix.errors import InputError, Issue

PATIENCE_SECONDS = 60.0
"""How long to wait for another writer; one that works is done in a second."""
_PAUSE_SECONDS = 0.02


@contextlib.contextmanager
def sole_writer(path: Path, *, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock of the file's folder: whoever reads, changes and replaces a file in it does so alone.

    The folder itself is locked, not the file: a rename gives the file another inode, and those who wait for the old
    one would go on side by side.

    Raises:
        InputError: ``history_busy`` when another writer does not finish.
        OSError: there is no such folder.
    """
    handle = _opened(path.parent)
    try:
        if handle is None or not _lock(handle, patience_seconds):
            with _elsewhere(path, patience_seconds):
                yield
        else:
            yield
    except Timeout:
        raise InputError([Issue("history_busy", str(path))]) from None
    finally:
        if handle is not None:
            os.close(handle)


def _opened(folder: Path) -> int | None:
    """The folder, open; None where it may be written but not read, or on a system that opens no folders."""
    try:
        return os.open(folder, os.O_RDONLY)
    except PermissionError:
        return None


def _lock(handle: int, patience_seconds: float) -> bool:
    """Wait for the lock; False on a file system that has none.

    Raises:
        Timeout: another writer does not finish.
    """
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            held = lock_descriptor(handle, blocking=False)
        except OSError:
            return False
        if held:
            return True
        if time.monotonic() > deadline:
            raise Timeout("")
        time.sleep(_PAUSE_SECONDS)


def _elsewhere(path: Path, patience_seconds: float) -> FileLock:
    """A lock among the machine's temporary files, for folders that cannot be locked."""
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return FileLock(Path(tempfile.gettempdir()) / f"fundmix-{digest}.lock", timeout=patience_seconds)
