"""A month of a borrower, recorded by a process that is killed; whether the file is whole afterwards."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fundmix.catalog.load import load_catalog
from fundmix.watch.history import load_history

ROOT = Path(__file__).parents[2]
WANG = ROOT / "examples" / "wang" / "profile.toml"
CATALOG = load_catalog("cn")


@contextmanager
def victims() -> Iterator["Victims"]:
    """The process that forks those who are killed; see ``tests.watch.killed``."""
    process = subprocess.Popen(
        # its fork is alone but for the idle threads of numpy, of which Python would warn
        [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.watch.killed"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        yield Victims(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()


@dataclass(frozen=True)
class Victims:
    """Gives orders and waits for their end."""

    process: subprocess.Popen[str]

    def __call__(self, history: Path, profiles: Sequence[Path], **how: Any) -> dict[str, Any]:
        """How each recording ended (``done``, ``killed``, ``failed``), and the seconds that all took."""
        order = {"history": str(history), "profiles": [str(one) for one in profiles], **how}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@dataclass(frozen=True)
class Months:
    """A history of a few months, and the profile of the next; what the file is before and after it is recorded."""

    history: Path
    profile: Path
    before: bytes | None
    after: bytes

    def begin(self) -> None:
        """The file as it was before, and nothing beside it."""
        for one in self.history.parent.iterdir():
            one.unlink()
        if self.before is not None:
            self.history.write_bytes(self.before)

    def state(self) -> str:
        """``old`` or ``new``; anything else is a file that is not whole, and fails."""
        content = self.history.read_bytes() if self.history.exists() else None
        assert content in (self.before, self.after)
        if content is not None:
            load_history(self.history, CATALOG)
        return "new" if content == self.after else "old"

    def complete(self, run: Victims) -> None:
        """The same command again makes the file as if nothing had happened, and leaves nothing beside it."""
        assert run(self.history, [self.profile])["ends"] == ["done"]
        assert self.state() == "new"
        assert [one.name for one in self.history.parent.iterdir()] == [self.history.name]


def profile_of(folder: Path, month: int, score: int = 700) -> Path:
    """Ms Wang's profile of a month of 2026, with another score each time."""
    path = folder / f"profile{month}.toml"
    words = WANG.read_text(encoding="utf-8").replace("start = 2026-12-01", f"start = 2026-{month:02d}-01")
    path.write_text(words.replace("sesame_score = 655", f"sesame_score = {score - month}"), encoding="utf-8")
    return path


def months(folder: Path, run: Victims, recorded: int) -> Months:
    """Some months recorded, one to come, in a folder of their own."""
    (folder / "file").mkdir()
    history = folder / "file" / "history.csv"
    profiles = [profile_of(folder, month) for month in range(1, recorded + 2)]
    for profile in profiles[:-1]:
        assert run(history, [profile])["ends"] == ["done"]
    before = history.read_bytes() if recorded else None
    assert run(history, [profiles[-1]])["ends"] == ["done"]
    return Months(history, profiles[-1], before, history.read_bytes())
