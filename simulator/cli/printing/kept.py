"""How the command line shows kept results: a listing, one of them in full, what a check found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import plain, print_table

if TYPE_CHECKING:
    from simulator.experiments.kept.inspecting import HashCheck, Inspection
    from simulator.experiments.kept.records import Description, RunRecord, StudyRecord
    from simulator.experiments.kept.verifying import Verdict
    from simulator.experiments.sweeps.plan import Manifest

LEVEL_WORDS = (
    "0: sums, histograms and a sample of rows",
    "1: a row of every run",
    "2: a row of every run, with every pledge",
)
SHORT_HASH = 10
SHOWN_VALUES = 8
UNITS = ("B", "kB", "MB", "GB", "TB")


def listing_json(found: "Sequence[Description]") -> dict[str, Any]:
    """Return a listing as plain JSON values."""
    from simulator import __version__
    from simulator.experiments.summary import SCHEMA

    return {"schema": SCHEMA, "version": __version__, "results": [one.to_json() for one in found]}


def print_listing(found: "Sequence[Description]", out: Path) -> None:
    """Print a line for each result, and what is wrong with what is none."""
    known = [one for one in found if one.known]
    if not known:
        click.echo(f"No kept results in {plain(out.as_posix())}/. Make one: forcemix run baseline")
    else:
        header = ("result", "kind", "scenario", "runs", "seed", "done", "on disk", "changed")
        print_table(header, [_cells(one) for one in known], "lllrrlrl")
    for one in found:
        if not one.known:
            words = "damaged" if one.kind == "damaged" else "no result"
            click.echo(f"  {plain(one.path.as_posix())}  {words}, {size_words(one.size)}: {plain(one.problem)}")


def _cells(one: "Description") -> tuple[str, ...]:
    return (
        one.path.as_posix(),
        one.kind,
        one.scenario,
        _runs(one),
        str(one.seed),
        f"{one.parts_done:,} of {one.parts:,} parts" if one.kind == "sweep" else "all",
        size_words(one.size),
        _local(one.changed),
    )


def _runs(one: "Description") -> str:
    return f"{one.points:,} x {one.replicates:,}" if one.kind == "sweep" else f"{one.replicates:,}"


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def size_words(size: float) -> str:
    """Return bytes in the unit that reads best."""
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == UNITS[0] or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError("there is a last unit")


def print_inspection(inspection: "Inspection") -> None:
    """Print what a result is, how it can be repeated, and which inputs differ from the defaults."""
    from simulator.experiments.kept.records import RunRecord
    from simulator.experiments.sweeps.plan import Manifest

    one, record = inspection.description, inspection.record
    click.secho(plain(f"{one.path.as_posix()}: {one.kind} of {one.scenario}"), bold=True)
    if title := inspection.inputs.get("title"):
        click.echo(f"  {plain(str(title))}")
    if isinstance(record, Manifest):
        lines = _sweep_lines(one, record)
    else:
        lines = _run_lines(record) if isinstance(record, RunRecord) else _study_lines(record)
    lines["on disk"] = f"{size_words(one.size)}, changed {_local(one.changed)}"
    lines |= {check.of: _hash_words(check) for check in inspection.hashes}
    width = max(len(name) for name in lines)
    for name, text in lines.items():
        click.echo(f"  {plain(name):<{width}}  {plain(text)}")
    _print_changes(inspection)
    if not inspection.repeatable:
        click.echo("Code or data have changed since: the same command may give other numbers now.")


def _hash_words(check: "HashCheck") -> str:
    what = "code and data are those" if check.of == "model" else "the one" if check.of == "code" else "those"
    then, now = check.then[:SHORT_HASH], check.now[:SHORT_HASH]
    return f"{what} at hand (hash {then})" if check.same else f"changed since (hash {then}, now {now})"


def _run_lines(record: "RunRecord") -> dict[str, str]:
    sizes = ", ".join(f"{size:,}" for size in record.thresholds)
    return {
        "runs": f"{record.runs:,}, seed {record.seed}, chances of reaching {sizes}",
        "repeat": record.command,
        "made with": _versions({"forcemix": record.version} | record.software),
    }


def _study_lines(record: "StudyRecord") -> dict[str, str]:
    return {
        "output": record.output,
        "runs": f"{record.runs:,} at each point, seed {record.seed}",
        "repeat": record.command,
        "made with": _versions({"forcemix": record.version} | record.software),
    }


def _sweep_lines(one: "Description", record: "Manifest") -> dict[str, str]:
    design = record.spec.get("design")
    design = design if isinstance(design, Mapping) else {}
    lines = {
        "points": f"{record.points:,}, {design.get('kind', 'of an unknown design')}",
        **{f"  {name}": words for name, words in _moving(design)},
        "runs": f"{record.replicates:,} at each point, {one.points * one.replicates:,} in all, seed {record.seed}",
        "done": f"{one.parts_done:,} of {one.parts:,} parts",
        "level": LEVEL_WORDS[record.level],
        "begun": record.created or "not said",
        "made with": _versions(record.versions),
        "spec": f"hash {record.spec_sha256[:SHORT_HASH]}",
    }
    goal = record.spec.get("goal")
    if isinstance(goal, Mapping) and goal:
        lines["until"] = ", ".join(f"{name} {value}" for name, value in goal.items())
    return lines


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _moving(design: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield the inputs of a recorded design, each with its values in words."""
    entries = design.get("inputs")
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, Mapping):
            yield str(entry.get("input")), _values(entry)
        else:
            yield str(entry), "as in the table"


def _values(entry: Mapping[str, Any]) -> str:
    if "range" in entry:
        return ":".join(_number(value) for value in entry["range"])
    forms = {form: listed for form, listed in entry.items() if isinstance(listed, list)}
    words = [
        f"{'' if form == 'values' else f'{form} '}{', '.join(_number(value) for value in listed[:SHOWN_VALUES])}"
        f"{', …' if len(listed) > SHOWN_VALUES else ''}"
        for form, listed in forms.items()
    ]
    base = [f"from {_number(entry['base'])}"] if "base" in entry else []
    return "; ".join([*base, *words])


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _print_changes(inspection: "Inspection") -> None:
    if not inspection.changes:
        click.echo("\n  No input differs from the defaults.")
        return
    click.echo("\n  Inputs that differ from the defaults")
    rows = [(one.path, _shown(one.value), _shown(one.default)) for one in inspection.changes]
    print_table(("input", "value", "default"), rows, "lrr")


def _shown(value: object) -> str:
    return "–" if value is None else _number(value)


def print_verdict(verdict: "Verdict", quiet: bool) -> None:
    """Print what a check found; where all is well, one line, or none at all for who wants errors only."""
    path = plain(verdict.path.as_posix())
    for problem in verdict.problems:
        click.echo(f"{path}: {plain(problem)}")
    if verdict.set_aside:
        click.echo(f"{path}: damaged parts were set aside; the command that made the sweep runs them again")
    if not verdict.problems and not quiet:
        parts = f", {verdict.parts_done:,} of {verdict.parts:,} parts done" if verdict.kind == "sweep" else ""
        click.echo(f"{path}: fine{parts}")


def removal_words(listed: "Sequence[Description]") -> str:
    """Return what would be removed, in words."""
    total = sum(one.size for one in listed)
    names = ", ".join(f"{plain(one.path.as_posix())} ({_what(one)})" for one in listed)
    return f"This would remove {names}, {size_words(total)} in all."


def _what(one: "Description") -> str:
    return f"{one.kind}, {_runs(one)} runs" if one.known else one.kind
