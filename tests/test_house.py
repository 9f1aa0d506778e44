"""The house keeps its order: who may import whom, how long a module may be, which words stay out."""

import ast
import graphlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "fundmix"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("words",),
    ("errors",),
    ("fields",),
    ("private",),
    ("dates",),
    ("catalog",),
    ("borrower",),
    ("loans",),
    ("facts",),
    ("debts",),
    ("eligibility",),
    ("offers",),
    ("program",),
    ("case",),
    ("plan",),
    ("answer",),
    ("verify",),
    ("planned",),
    ("refusals",),
    ("recommend",),
    ("analysis",),
    ("watch", "batch"),
    ("report",),
    ("interview",),
    ("cli",),
    ("__main__",),
)
"""The rooms, the most basic first: a room imports from itself and from the floors before its own."""

LONGEST_MODULE = 400
"""Lines. Past that a module does two things."""

LONG_BY_NATURE = {"fundmix.catalog.tables": 720}
"""The data dictionary: one model per table, in one place on purpose."""

FORBIDDEN_PATHS = re.compile(r"(?<![\w.~$}-])/(?:wor[k]|roo[t]|hom[e]/\w+)/|C:[\\]Users")
"""A file of the project names no place of one machine."""

PROMISES = re.compile(
    "pre-?approved|guaranteed approval|sure to be approved|必过|秒批|保证下款|一定能批", re.IGNORECASE
)
"""What fundmix never says to a borrower: it knows published rules, not a lender's answer."""

TEXT_ENDINGS = {".py", ".md", ".toml", ".csv", ".txt", ".po", ".j2", ".html", ".yml", ".yaml", ".lp", ".json"}
TEXT_NAMES = {"Makefile", "run", "find-python", "LICENSE", ".gitattributes", ".gitignore"}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; a package has the name of its folder."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def room(module: str) -> str:
    """``fundmix.catalog.load`` -> ``catalog``; the package itself -> empty."""
    return module.split(".")[1] if "." in module else ""


def imported(module: str, tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(module of fundmix, line) of every import in a syntax tree, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names if is_ours(name.name))
        elif isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            inner = [f"{base}.{name.name}" for name in node.names] if is_ours(base) else []
            yield from ((name if name in MODULES else base, node.lineno) for name in inner)


def is_ours(module: str) -> bool:
    """Whether a dotted name is inside fundmix."""
    return module.split(".", maxsplit=1)[0] == "fundmix"


def absolute(module: str, node: ast.ImportFrom) -> str:
    """The dotted name that ``from … import`` reads, dots in front resolved."""
    if not node.level:
        return node.module or ""
    package = module.split(".")
    if MODULES[module].name != "__init__.py":
        package.pop()
    return ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])


def imports() -> list[tuple[str, str, int]]:
    """(importer, imported, line) inside the package."""
    return [
        (module, target, line)
        for module, path in MODULES.items()
        for target, line in imported(module, ast.parse(path.read_text(encoding="utf-8")))
    ]


def floor(module: str) -> int:
    """The floor a module lives on, 0 the most basic; a room without a floor is above them all."""
    return next((number for number, rooms in enumerate(FLOORS) if room(module) in rooms), len(FLOORS))


def project_files() -> list[Path]:
    """Every text file that is, or would be, committed: what a reader of the project can see."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if (path.suffix in TEXT_ENDINGS or path.name in TEXT_NAMES)
        and not any(map(is_hidden, path.relative_to(ROOT).parts))
        and path.is_file()
    ]


def is_hidden(part: str) -> bool:
    """Whether a folder holds what tools made."""
    return part in {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis"} or part.endswith("_cache")


def places(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """``file:line: found`` for every line in which the pattern stands."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in files
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        for match in pattern.finditer(line)
    ]


def test_every_module_lives_in_a_known_room() -> None:
    """A new room is a decision about the order of imports, so it is named in ``FLOORS``."""
    known = {name for rooms in FLOORS for name in rooms}
    assert [module for module in MODULES if module != "fundmix" and room(module) not in known] == []


def test_an_import_points_only_up_the_list_of_rooms() -> None:
    """A basic room knows nothing of the rooms that are built on it, nor of the package's front door."""
    wrong = [
        f"{importer} line {line} imports {target}"
        for importer, target, line in imports()
        if importer != "fundmix" and not may_import(importer, target)
    ]
    assert wrong == []


def may_import(importer: str, target: str) -> bool:
    """Its own room, a more basic one; the front door for the command line alone."""
    if target == "fundmix":
        return room(importer) in {"cli", "__main__"}
    return room(importer) == room(target) or floor(importer) > floor(target)


def test_no_two_modules_import_each_other() -> None:
    """Inside a room too, each module can be read without one that needs it."""
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for importer, target, _line in imports():
        if importer != target:
            graph[importer].add(target)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as cycle:
        pytest.fail(f"import cycle: {' <- '.join(cycle.args[1])}")


@pytest.mark.parametrize(("library", "rooms"), [("pulp", {"program"}), ("highspy", {"program"})])
def test_the_solver_stays_behind_the_program(library: str, rooms: set[str]) -> None:
    """PuLP and HiGHS are known to the program alone."""
    using = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    found = {
        room(module) for module, path in MODULES.items() if using.search(path.read_text(encoding="utf-8"))
    }
    assert found <= rooms
    assert "program" in found


def test_the_second_opinion_knows_nothing_of_the_first() -> None:
    """``verify`` re-plays a plan from the plan alone: an error of the program cannot hide in shared code."""
    assert {
        target for importer, target, _line in imports()
        if room(importer) == "verify" and room(target) in {"program", "answer", "recommend"}
    } == set()  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_a_module_fits_a_few_screens(module: str) -> None:
    """A module past ``LONGEST_MODULE`` lines does more than one thing."""
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= LONG_BY_NATURE.get(module, LONGEST_MODULE)


def test_an_import_inside_a_function_says_why() -> None:
    """Such an import keeps a heavy library out of start-up; a comment beside it or on the file says which."""
    assert [f"{module} line {line}" for module in MODULES for line in silent_imports(module)] == []


def silent_imports(module: str) -> list[int]:
    """Lines of imports inside functions without a comment; one may stand above several imports."""
    source = MODULES[module].read_text(encoding="utf-8")
    if re.search(r"^# ruff: noqa: PLC0415 - \w+", source, re.MULTILINE):
        return []
    text = ["", *source.splitlines(), ""]
    inner = {
        node.lineno
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    silent = []
    for line in sorted(inner):
        first = line
        while first - 1 in inner:
            first -= 1
        if not any("#" in text[number] for number in (line, first, first - 1)):
            silent.append(line)
    return silent


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    """A module is named after the one thing it knows."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [module for module in MODULES if drawers & set(module.split("."))] == []


def test_the_library_neither_evaluates_text_nor_opens_pickles_nor_a_connection() -> None:
    """A catalog is data from strangers, and credit data stays on the machine."""
    libraries = "pickle|marshal|shelve|dill|socket|urllib.request|http.client|requests|httpx|aiohttp"
    loading = re.compile(rf"^\s*(?:import|from) (?:{libraries.replace('.', '[.]')})\b")
    calling = re.compile(r"(?<![\w.])(?:eval|exec|__import__)\(|read_pickle|to_pickle")
    files = list(MODULES.values())
    assert places(loading, files) + places(calling, files) == []


def test_no_file_names_a_place_of_one_machine() -> None:
    """Whoever clones the project finds no path that only its writer has."""
    assert places(FORBIDDEN_PATHS, project_files()) == []


def test_no_sentence_promises_money() -> None:
    """A borrower reads "meets the published rules", never that a lender will say yes."""
    shown = [
        path
        for path in project_files()
        if path.is_relative_to(PACKAGE / "words") or path.is_relative_to(PACKAGE / "report")
        or path.is_relative_to(ROOT / "catalogs")
    ]  # fmt: skip
    assert shown
    assert places(PROMISES, shown) == []


def test_every_decision_is_in_the_list() -> None:
    """``docs/decisions/README.md`` names every record, and no record that is missing."""
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(set(listed)) == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_a_decision_number_is_used_once() -> None:
    """A record is cited by its number."""
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    assert sorted(set(numbers)) == sorted(numbers)
