"""What is let in at all: a size cap, UTF-8, and a scan of YAML events before anything is built from them.

Anchors, aliases, merge keys and tags are refused rather than read: a file of 431 bytes made of merge keys can take
a loader 20 seconds and 700 MB, and a scenario needs none of them.
"""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from simulator.scenario.diagnostics import Mistake, Position, ScenarioError, Source

MAX_BYTES = 256_000
MAX_LINE = 20_000
MAX_DEPTH = 12
MAX_NODES = 20_000
MAX_TEXT = 2_000
MAX_NUMBER = 40

# The breaks at which the YAML reader counts lines; str.splitlines knows more of them.
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
NUMBER_LIKE = re.compile(r"[-+]?[0-9._][0-9a-fA-FxXoO._+-]*")


def source_text(path: Path, shown: str) -> tuple[Source, str]:
    """Read a scenario file as text.

    Parameters
    ----------
    path
        The file.
    shown
        Its name as the user wrote it, for messages.

    Raises
    ------
    ScenarioError
        If it is missing, a folder, not readable, too large or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ScenarioError([_unreadable_file(path, shown, error)]) from error
    if len(content) > MAX_BYTES:
        raise ScenarioError([_too_large(shown)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"this is not a text file in UTF-8 (byte {error.start + 1}, line {line})"
        raise ScenarioError([Mistake("S021", message, shown, help="save it as plain text, encoding UTF-8")]) from error
    return Source(shown, tuple(LINE_BREAK.split(text))), text


def _unreadable_file(path: Path, shown: str, error: Exception) -> Mistake:
    if isinstance(error, FileNotFoundError):
        return Mistake("S020", "there is no such file", shown, help="check the name, or see: forcemix list")
    if isinstance(error, IsADirectoryError) or path_is_folder(path):
        return Mistake("S020", "this is a folder, not a scenario file", shown, help="name a .yaml file inside it")
    if isinstance(error, PermissionError):
        return Mistake("S020", "this file may not be read", shown, help="check its permissions")
    return Mistake("S020", f"this file cannot be read ({error.__class__.__name__})", shown)


def path_is_folder(path: Path) -> bool:
    """Return whether a path is a folder; names that no file system takes are not."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _too_large(shown: str) -> Mistake:
    message = f"this file is larger than {MAX_BYTES // 1000} kB"
    return Mistake("S022", message, shown, help="a scenario is a small patch; most are under 4 kB")


def scanned(source: Source, text: str) -> list[Event]:
    """Return the YAML events of a text, all of them harmless.

    Raises
    ------
    ScenarioError
        If the text is no YAML, or holds an anchor, alias, merge key, tag, directive or second document, or is
        nested too deeply, has too many parts or an overlong text or number.
    """
    _check_lines(source)
    events: list[Event] = []
    depth = nodes = documents = 0
    try:
        for event in _parser(text):
            events.append(event)
            documents += isinstance(event, DocumentStartEvent)
            depth += _opens(event)
            nodes += isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent)
            _check_event(source, event, documents, depth, nodes)
    except ScenarioError:
        raise
    except Exception as error:  # A reader written by others may raise anything on a text nobody foresaw.
        raise ScenarioError([unreadable(source, error, position(events[-1]) if events else None)]) from error
    return events


def _parser(text: str) -> Any:
    reader = YAML(typ="safe", pure=True)
    return reader.parse(text)


def _check_lines(source: Source) -> None:
    for number, line in enumerate(source.lines, start=1):
        if len(line) > MAX_LINE:
            message = f"this line has more than {MAX_LINE} characters"
            raise ScenarioError([source.mistake("S022", message, Position(number, 1, 1))])
    for number, line in enumerate(source.lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            if line.startswith("%"):
                raise ScenarioError([_refused(source, "a YAML directive", Position(number, 1, len(line)))])
            return


def _opens(event: Event) -> int:
    if isinstance(event, MappingStartEvent | SequenceStartEvent):
        return 1
    return -1 if isinstance(event, MappingEndEvent | SequenceEndEvent) else 0


def _check_event(source: Source, event: Event, documents: int, depth: int, nodes: int) -> None:
    feature = _refused_feature(event, documents)
    if feature:
        raise ScenarioError([_refused(source, feature, position(event))])
    excess = _excess(event, depth, nodes)
    if excess:
        raise ScenarioError([source.mistake("S022", excess, position(event))])


def _refused_feature(event: Event, documents: int) -> str | None:
    if isinstance(event, AliasEvent):
        return "an alias (`*name`)"
    if documents > 1:
        return "a second document (`---`)"
    if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
        if event.anchor is not None:
            return "an anchor (`&name`)"
        if event.tag is not None:
            return "a tag (`!name`)"
    if isinstance(event, ScalarEvent) and event.value == "<<" and event.implicit[0]:
        return "a merge key (`<<`)"
    return None


def _excess(event: Event, depth: int, nodes: int) -> str | None:
    if depth > MAX_DEPTH:
        return f"nested more than {MAX_DEPTH} levels deep"
    if nodes > MAX_NODES:
        return f"more than {MAX_NODES} keys and values in one file"
    if isinstance(event, ScalarEvent):
        if len(event.value) > MAX_TEXT:
            return f"a text of {len(event.value)} characters, allowed: up to {MAX_TEXT}"
        if event.implicit[0] and len(event.value) > MAX_NUMBER and NUMBER_LIKE.fullmatch(event.value):
            return f"a number of {len(event.value)} characters, allowed: up to {MAX_NUMBER}"
    return None


def _refused(source: Source, feature: str, at: Position) -> Mistake:
    return source.mistake(
        "S023", f"{feature} is not allowed in a scenario", at, mend="write the value out, or quote the text"
    )


def position(event: Event) -> Position:
    """Return where an event stands: its first line only."""
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Position(start.line + 1, start.column + 1, max(1, length))


def unreadable(source: Source, error: Exception, last: Position | None) -> Mistake:
    """Return the mistake for an exception of the YAML reader: the line, and its complaint in a word."""
    at = _place_of(source, error) or last or Position(1, 1, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None)
    help_text = problem if isinstance(problem, str) else None
    if help_text and "'\\t'" in help_text:
        help_text = "indent with spaces, not with tabs"
    elif help_text and "mapping values are not allowed" in help_text:
        help_text = "check the indentation, and put a text that holds `: ` in quotes"
    return source.mistake("S024", f"unreadable scenario at line {at.line}", at, mend=help_text)


def _place_of(source: Source, error: Exception) -> Position | None:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return None if mark is None else Position(mark.line + 1, mark.column + 1, 1)
    if isinstance(error, ReaderError):
        return _position_of_offset(source, error.position)
    return None


def _position_of_offset(source: Source, offset: int) -> Position:
    for number, line in enumerate(source.lines, start=1):
        if offset <= len(line):
            return Position(number, offset + 1, 1)
        offset -= len(line) + 1
    return Position(len(source.lines), 1, 1)
