"""Mistakes in scenario files, and how they are shown: like the messages of a good compiler."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.scenario.codes import CODES as CODES

Severity = Literal["error", "warning"]

SHOWN_WIDTH = 100
BEFORE_CARET = 40
MOST_IN_ONE_LINE = 20
OPTION_PREFIXES = ("--", "with_(")


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of one line: line and column count from 1, length in characters."""

    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a scenario, and how to mend it.

    Attributes
    ----------
    code
        Key of :data:`simulator.scenario.codes.CODES`.
    message
        One sentence without a full stop; names the input, the value and what is allowed.
    file
        The file as the user wrote it, or the option, for example ``--set us.backstop=70``.
    line, column, length
        Where, counted from 1; None where there is no place in a text.
    source
        The whole line of the file, or None.
    help
        How to mend it, or None.
    severity
        ``error``, or ``warning`` for what runs but is probably not meant.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    length: int | None = None
    source: str | None = None
    help: str | None = None
    severity: Severity = "error"

    def to_json(self) -> dict[str, str | int | None]:
        """Return the mistake as a JSON-ready mapping, cleaned of control characters."""
        return {
            "severity": self.severity,
            "code": self.code,
            "message": printable(self.message),
            "file": None if self.file is None else printable(self.file),
            "line": self.line,
            "column": self.column,
            "length": self.length,
            "help": None if self.help is None else printable(self.help),
        }


class ScenarioError(ValueError):
    """A scenario has mistakes; carries all that were found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        told = [_one_line(mistake) for mistake in self.mistakes[:MOST_IN_ONE_LINE]]
        more = len(self.mistakes) - len(told)
        super().__init__("; ".join([*told, f"and {more} more"] if more > 0 else told))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Mistake, ...]]]:
        # The default would rebuild the error from its text, and fail where a worker process hands it back.
        return ScenarioError, (self.mistakes,)


@dataclass(frozen=True, slots=True)
class Source:
    """A text that mistakes point into: its name as the user wrote it, and its lines."""

    file: str
    lines: tuple[str, ...] = ()

    def mistake(
        self,
        code: str,
        message: str,
        at: Position | None = None,
        *,
        mend: str | None = None,
        severity: Severity = "error",
    ) -> Mistake:
        """Return a mistake at a position of this text, with the line it is on."""
        if at is None:
            return Mistake(code, message, self.file, help=mend, severity=severity)
        line = self.lines[at.line - 1] if 0 < at.line <= len(self.lines) else None
        return Mistake(code, message, self.file, at.line, at.column, at.length, line, mend, severity)


def printable(text: str) -> str:
    """Return a text that cannot steer a terminal: control and direction marks become a replacement sign."""
    return "".join(" " if sign == "\t" else "\ufffd" if _steers(sign) else sign for sign in text)


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like a word, whatever its case, or None where nothing is close."""
    by_folded = {choice.casefold(): choice for choice in sorted(choices)}
    found = difflib.get_close_matches(word[:80].casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """Return the help line that names the nearest choice, or None where nothing is close."""
    found = nearest(word, choices)
    return f"did you mean `{found}`?" if found else None


def described(value: object) -> str:
    """Return a value as a reader of the file would name it, short enough for one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
    return number_text(value) if isinstance(value, int | float) else str(value)


def number_text(value: float) -> str:
    """Return a number the short way: 25000 and not 25000.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def render(mistakes: Sequence[Mistake]) -> str:
    """Return mistakes as plain text: place, line, caret, help, and a count at the end.

    Parameters
    ----------
    mistakes
        In the order in which they are to be shown.

    Returns
    -------
    str
        Ends with a line such as ``4 mistakes in 1 file. Nothing was run.``, without a line break after it.
        Empty if there are no mistakes.
    """
    if not mistakes:
        return ""
    return "\n\n".join([*(_block(mistake) for mistake in mistakes), _count(mistakes)])


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Return mistakes by file (as met), then line and column."""
    listed = list(mistakes)
    files = list(dict.fromkeys(mistake.file for mistake in listed))
    return tuple(sorted(listed, key=lambda m: (files.index(m.file), m.line or 0, m.column or 0)))


def _one_line(mistake: Mistake) -> str:
    place = [mistake.file or "", *(str(number) for number in (mistake.line, mistake.column) if number is not None)]
    help_text = f" ({mistake.help})" if mistake.help else ""
    return printable(f"{':'.join(place)}: {mistake.message}{help_text}".removeprefix(": "))


def _block(mistake: Mistake) -> str:
    width = len(str(mistake.line)) if mistake.line is not None else 1
    margin = " " * (width + 1)
    lines = [f"{mistake.severity}[{mistake.code}]: {printable(mistake.message)}"]
    if mistake.file is not None:
        place = f"{mistake.file}:{mistake.line}:{mistake.column}" if mistake.line is not None else mistake.file
        lines.append(f"{' ' * width}--> {printable(place)}")
    if mistake.line is not None and mistake.column is not None and mistake.source is not None:
        shown, caret, length = _window(printable(mistake.source), mistake.column, mistake.length or 1)
        lines += [f"{margin}|", f"{mistake.line} | {shown}".rstrip(), f"{margin}| {' ' * caret}{'^' * length}"]
    if mistake.help is not None:
        lines.append(f"{margin}= help: {printable(mistake.help)}")
    return "\n".join(lines)


def _window(line: str, column: int, length: int) -> tuple[str, int, int]:
    """Return the part of a line around a caret, where the caret starts in it, and how long it is."""
    start = 0
    if len(line) > SHOWN_WIDTH:
        start = min(max(0, column - 1 - BEFORE_CARET), len(line) - SHOWN_WIDTH)
    part = line[start : start + SHOWN_WIDTH]
    caret = max(0, min(column - 1 - start, len(part)))
    length = max(1, min(length, len(part) - caret))
    before = "..." if start > 0 else ""
    after = "..." if start + SHOWN_WIDTH < len(line) else ""
    return f"{before}{part}{after}", caret + len(before), length


def _count(mistakes: Sequence[Mistake]) -> str:
    errors = [mistake for mistake in mistakes if mistake.severity == "error"]
    warnings = len(mistakes) - len(errors)
    counts = [counted(len(errors), "mistake")] if errors else []
    counts += [counted(warnings, "warning")] if warnings else []
    files = {m.file for m in mistakes if m.file is not None and not m.file.startswith(OPTION_PREFIXES)}
    where = f" in {counted(len(files), 'file')}" if files else ""
    return f"{' and '.join(counts)}{where}.{' Nothing was run.' if errors else ''}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
