"""Kept results: where they are, and which one a word of the command line means.

A result is a folder ``<out>/<scenario>/<id>`` with a record of what it is: ``run.json`` for a run, ``manifest.json``
for a sweep, ``sensitivity.json`` for a sensitivity analysis.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from simulator.scenario.diagnostics import nearest, printable
from simulator.scenario.guard import path_is_folder

Kind = Literal["run", "sweep", "sensitivity", "foreign"]

RECORDS: dict[Kind, str] = {"sweep": "manifest.json", "run": "run.json", "sensitivity": "sensitivity.json"}
"""The file that says what a result is, by kind of result."""

ANY_RECORD = "manifest.json, run.json or sensitivity.json"
"""All of them, in words."""

PARTS = "parts"
"""Folder of the parts of a sweep."""

LISTED = 5
"""Results that a message names."""


class UnknownResult(FileNotFoundError):  # noqa: N818 - named by what happened
    """No kept result, or not a single one, is meant by a word; the message says which are near."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A folder among kept results.

    Attributes
    ----------
    path
        Where it is.
    kind
        ``run``, ``sweep``, ``sensitivity``, or ``foreign`` where there is no record of a result.
    changed
        When its record or its parts last changed, seconds since 1970.
    """

    path: Path
    kind: Kind
    changed: float

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return what is in a folder, as far as names of files tell."""
        for kind, record in RECORDS.items():
            if _is_file(path / record):
                return cls(path, kind, max(_changed(path / record), _changed(path / PARTS)))
        return cls(path, "foreign", _changed(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except (OSError, ValueError):
        return 0.0


def kept_folders(out: Path) -> list[KeptFolder]:
    """Return all folders among kept results, the newest first.

    Parameters
    ----------
    out
        Folder of results; there need not be one.

    Returns
    -------
    list
        Folders ``out/<scenario>/<id>``, and folders directly below ``out`` that hold a result themselves or nothing
        but files.  Hidden ones are passed over.
    """
    found = [KeptFolder.at(path) for above in _folders(out) for path in _inside(above)]
    return sorted(found, key=lambda one: (-one.changed, one.path.as_posix()))


def _inside(above: Path) -> Sequence[Path]:
    if KeptFolder.at(above).kind != "foreign":
        return [above]
    below = _folders(above)
    return below if below or not _has_files(above) else [above]


def _folders(path: Path) -> list[Path]:
    try:
        return sorted(entry for entry in path.iterdir() if not entry.name.startswith(".") and path_is_folder(entry))
    except OSError:
        return []


def _has_files(path: Path) -> bool:
    try:
        return any(not entry.name.startswith(".") for entry in path.iterdir())
    except OSError:
        return True


def find_result(text: str, out: Path, kind: Kind | None = None) -> Path:
    """Return the folder of the result that a word of the command line means.

    Parameters
    ----------
    text
        A path; or ``SCENARIO/ID`` below ``out``; or an id alone, if there is only one of it; or the name of a scenario,
        which means its newest result.
    out
        Folder of results.
    kind
        Only results of this kind; any by default.

    Returns
    -------
    Path
        A folder with the record of a result, whether or not it can be read.

    Raises
    ------
    UnknownResult
        If no result is meant, or more than one.
    """
    folder = _of_path(text, out)
    if folder is not None:
        return _fitting(text, folder, kind)
    there = kept_folders(out)
    results = [one for one in there if one.kind != "foreign"]
    fitting = [one for one in results if kind in (None, one.kind)]
    named = [one for one in fitting if one.path.name == text]
    if len(named) > 1:
        listed = ", ".join(f"`{one.path.as_posix()}`" for one in named[:LISTED])
        raise UnknownResult(f"`{printable(text)}` is the name of {len(named)} results: {listed}. Say which one")
    word = _scenario_word(text, out)
    of_scenario = [one for one in fitting if one.path.parent.name == word and one.path.parent.parent == out]
    chosen = [*named, *of_scenario]
    if chosen:
        return chosen[0].path
    other = next((one for one in there if text in (one.path.name, one.path.parent.name)), None)
    raise UnknownResult(_wrong_kind(text, other, kind) if other else _nothing_called(text, out, fitting))


def newest_result(out: Path, kind: Kind | None = None) -> Path:
    """Return the folder of the result that changed last.

    Parameters
    ----------
    out
        Folder of results.
    kind
        Only results of this kind; any by default.

    Raises
    ------
    UnknownResult
        If there is none.
    """
    results = (one for one in kept_folders(out) if one.kind != "foreign" and kind in (None, one.kind))
    found = next(results, None)
    if found is None:
        raise UnknownResult(f"there is no kept {kind or 'result'} in `{out.as_posix()}`. {_make(kind)}")
    return found.path


def find_each(texts: Iterable[str], out: Path, kind: Kind | None = None) -> tuple[list[Path], list[UnknownResult]]:
    """Return the folders that some words mean, each folder once, and what is wrong with the other words.

    Parameters
    ----------
    texts, out, kind
        As for :func:`find_result`.
    """
    found: dict[Path, Path] = {}
    unknown: list[UnknownResult] = []
    for text in texts:
        try:
            path = find_result(text, out, kind)
        except UnknownResult as error:
            unknown.append(error)
        else:
            found.setdefault(path.resolve(), path)
    return list(found.values()), unknown


def _of_path(text: str, out: Path) -> KeptFolder | None:
    """Return the folder that a path names: from here, below ``out``, or by the record inside it."""
    given = Path(text)
    below = [] if given.is_absolute() or ".." in given.parts or len(given.parts) != 2 else [out / given]
    for path in (given, *below):
        folder = KeptFolder.at(path.parent if path.name in RECORDS.values() else path)
        if folder.kind != "foreign":
            return folder
    return None


def _scenario_word(text: str, out: Path) -> str:
    """Return the scenario that a text names, which may also be the path of the folder of its results."""
    given = Path(text)
    in_results = path_is_folder(given) and given.resolve().parent == out.resolve()
    return given.resolve().name if in_results else text


def _fitting(text: str, folder: KeptFolder, kind: Kind | None) -> Path:
    if kind not in (None, folder.kind):
        raise UnknownResult(_wrong_kind(text, folder, kind))
    return folder.path


def _wrong_kind(text: str, folder: KeptFolder, kind: Kind | None) -> str:
    if folder.kind == "foreign":
        return _no_result(folder.path)
    if folder.path.parent.name == text:
        return f"`{printable(text)}` has no kept {kind}. {_make(kind)}"
    what = "sensitivity analysis" if folder.kind == "sensitivity" else folder.kind
    return f"`{folder.path.as_posix()}` is a {what}, not a {kind}. {_make(kind)}"


def _make(kind: Kind | None) -> str:
    makers: dict[Kind | None, str] = {kind: f"forcemix {kind} SCENARIO" for kind in RECORDS}
    return f"Make one: {makers.get(kind, 'forcemix run SCENARIO')}"


def _nothing_called(text: str, out: Path, results: Sequence[KeptFolder]) -> str:
    for path in (Path(text), out / text):
        if path_is_folder(path):
            return _no_result(path)
    names = {name for one in results for name in _names(one.path)}
    near = nearest(text, names)
    suggestion = f" Did you mean `{near}`?" if near else ""
    return f"no kept result `{printable(text)}` in `{out.as_posix()}`.{suggestion} See them all: forcemix runs"


def _no_result(path: Path) -> str:
    return f"`{path.as_posix()}` holds no result: it has no {ANY_RECORD}. See all: forcemix runs"


def _names(path: Path) -> tuple[str, str, str]:
    return path.name, path.parent.name, f"{path.parent.name}/{path.name}"
