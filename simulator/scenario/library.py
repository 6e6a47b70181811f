"""The scenarios at hand: those built in, those of the project, and any file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from simulator.scenario.assigning import parse_assignment
from simulator.scenario.consistency import warnings
from simulator.scenario.diagnostics import Mistake, ScenarioError, nearest
from simulator.scenario.guard import path_is_folder
from simulator.scenario.merging import extends_mistake, lineage, merged_chain, with_options
from simulator.scenario.reading import Patch, read_patch
from simulator.scenario.scenario import Scenario, scenario_of

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in "123456789")}
)
SUFFIXES = (".yaml", ".yml")
USER_FOLDER = "scenarios"
BUILTIN = "built-in"


class UnknownScenario(LookupError):  # noqa: N818 - it is no error in a scenario, there is none
    """No scenario has this name; the message says which one is nearest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One scenario of a listing.

    Attributes
    ----------
    name, title, question
        What it is called, and what it asks; both texts are empty where the file cannot be read.
    path
        Its file, as it is shown.
    builtin
        Whether it ships with the package.
    broken
        Whether the file has mistakes.
    """

    name: str
    title: str
    question: str
    path: str
    builtin: bool
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A scenario file: its name, where it is, how it is shown."""

    name: str
    path: Path
    shown: str
    builtin: bool = False


@cache
def builtin_folder() -> Path:
    """Return the folder of the built-in scenarios: inside the package, or beside it in a checkout."""
    inside = files("simulator") / "scenarios"
    if inside.is_dir():
        with as_file(inside) as folder:
            return folder
    with as_file(files("simulator")) as package:
        return package.parent / "scenarios"


@cache
def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in scenarios, in alphabetical order."""
    return tuple(sorted(_in_folder(builtin_folder())))


def _in_folder(folder: Path) -> dict[str, Path]:
    if not path_is_folder(folder):
        return {}
    try:
        listed = sorted(folder.iterdir(), key=lambda path: (path.suffix != SUFFIXES[0], path.name))
    except OSError:
        return {}
    found: dict[str, Path] = {}
    for path in listed:
        if path.suffix in SUFFIXES and is_name(path.stem):
            found.setdefault(path.stem, path)
    return found


def is_name(text: str) -> bool:
    """Return whether a text may name a scenario, and so a folder of results."""
    return NAME.fullmatch(text) is not None and text not in DEVICES


def check_name(text: str) -> None:
    """Raise a scenario error unless a text may name a scenario."""
    if not is_name(text):
        safe = safe_name(text)
        mend = "use a to z, 0 to 9, hyphen and underscore, beginning with a letter or digit, 64 at most"
        if safe != "scenario":
            mend += f"; `{safe}`, for example"
        raise ScenarioError([Mistake("S033", f"`{text}` cannot name a scenario", help=mend)])


def safe_name(text: str) -> str:
    """Return a name made of a text, such as the stem of a file: ``My plan (2)`` becomes ``my-plan-2``."""
    name = re.sub(r"[^a-z0-9_-]+", "-", text.casefold()).strip("-_")[:64].rstrip("-_") or "scenario"
    return f"{name}-scenario" if name in DEVICES else name


def is_path(text: str) -> bool:
    """Return whether a text means a file and not a name: it has a separator or ends like a YAML file."""
    return "/" in text or "\\" in text or text.lower().endswith(SUFFIXES)


def find(name_or_path: str, project: Path | None = None) -> Path:
    """Return the file of a scenario.

    Parameters
    ----------
    name_or_path
        A name of :func:`listing`, or a path; a scenario of the project hides a built-in one of the same name.
    project
        Folder whose ``scenarios`` count; the current one if left out.

    Raises
    ------
    UnknownScenario
        If no scenario has this name.
    """
    return _found(name_or_path, project).path


def _found(name_or_path: str, project: Path | None) -> Found:
    if is_path(name_or_path):
        path = Path(name_or_path)
        return Found(safe_name(path.stem), path, name_or_path)
    at_hand = _at_hand(project)
    if name_or_path in at_hand:
        return at_hand[name_or_path]
    near = nearest(name_or_path, at_hand)
    suggestion = f" Did you mean `{near}`?" if near else ""
    raise UnknownScenario(f"no scenario named `{name_or_path}`.{suggestion} See them all: forcemix list")


def _at_hand(project: Path | None) -> dict[str, Found]:
    return _builtin() | _of_project(project if project is not None else Path())


def _builtin() -> dict[str, Found]:
    paths = _in_folder(builtin_folder())
    return {name: Found(name, path, f"{BUILTIN}/{path.name}", builtin=True) for name, path in paths.items()}


def _of_project(project: Path) -> dict[str, Found]:
    folder = project / USER_FOLDER
    if folder.resolve() == builtin_folder().resolve():
        return {}
    return {name: Found(name, path, f"{USER_FOLDER}/{path.name}") for name, path in _in_folder(folder).items()}


def listing(project: Path | None = None) -> list[Entry]:
    """Return the scenarios built in and those of a project, sorted by name, built-in ones first.

    A file with mistakes is listed all the same, marked as broken.
    """
    found = sorted(_at_hand(project).values(), key=lambda one: (not one.builtin, one.name != "baseline", one.name))
    return [_entry(one) for one in found]


def _entry(found: Found) -> Entry:
    try:
        patch = read_patch(found.path, found.shown)
    except ScenarioError:
        return Entry(found.name, "", "", found.shown, found.builtin, broken=True)
    title, question = (str(patch.data.get(key, "")) for key in ("title", "question"))
    return Entry(found.name, title, question, found.shown, found.builtin)


def load(name_or_path: str, assignments: Iterable[str] = (), project: Path | None = None) -> Scenario:
    """Return a complete, checked scenario.

    Parameters
    ----------
    name_or_path
        A name of :func:`listing`, or a path.
    assignments
        Changes such as ``us.backstop=0.7``; their order does not matter.
    project
        Folder whose ``scenarios`` count; the current one if left out.

    Raises
    ------
    UnknownScenario
        If no scenario has this name.
    ScenarioError
        With every mistake of the file, or of the assignments.
    """
    found = _found(name_or_path, project)
    chain = lineage(read_patch(found.path, found.shown), lambda patch: _parent(patch, project))
    layer = merged_chain(chain)
    options = _parsed(assignments)
    if options:
        layer = with_options(layer, options)
    names = tuple(safe_name(link.path.stem) for link in chain[1:] if link.path is not None)
    return scenario_of(found.name, layer, names, {link.name: link.source for link in chain})


def examine(name_or_path: str, project: Path | None = None) -> tuple[Mistake, ...]:
    """Return all mistakes and warnings of a scenario instead of raising them; empty if it is fine.

    Raises
    ------
    UnknownScenario
        If no scenario has this name.
    """
    try:
        return warnings(load(name_or_path, (), project))
    except ScenarioError as error:
        return error.mistakes


def _parsed(assignments: Iterable[str]) -> list[Patch]:
    patches: list[Patch] = []
    mistakes: list[Mistake] = []
    for text in assignments:
        try:
            patches.append(parse_assignment(text))
        except ScenarioError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ScenarioError(mistakes)
    return patches


def _parent(patch: Patch, project: Path | None) -> Patch:
    """Return the patch that another one extends: a path counts from the file, and built-in files know no others."""
    name = str(patch.data["extends"])
    if is_path(name) and patch.path is not None:
        path = patch.path.parent / name
        if not _exists(path):
            message = f"`extends` names `{name}`, and there is no such file"
            raise ScenarioError([extends_mistake(patch, "S031", message, "the path counts from this file")])
        return read_patch(path, _beside(patch.name, name))
    at_hand = _builtin() if patch.name.startswith(f"{BUILTIN}/") else _at_hand(project)
    if name not in at_hand:
        near = nearest(name, at_hand)
        mend = f"did you mean `{near}`?" if near else "see them all: forcemix list"
        message = f"`extends` names `{name}`, and there is no such scenario"
        raise ScenarioError([extends_mistake(patch, "S031", message, mend)])
    return read_patch(at_hand[name].path, at_hand[name].shown)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _beside(shown: str, name: str) -> str:
    folder = Path(shown).parent
    return name if Path(name).is_absolute() else (folder / name).as_posix()
