"""From the record of a design back to its points."""

from array import array
from collections.abc import Iterable, Mapping
from operator import index
from typing import Any, cast

from simulator.experiments.designs.points import Design, Grid, OneAtATime, Table
from simulator.experiments.designs.samples import Choice, Sample, Source, Triangular, Uniform
from simulator.experiments.designs.values import Column, Point, Stretch, Value, counted_as
from simulator.scenario.values import Leaf, leaf
from simulator.scenario.wording import fits


class RecordError(ValueError):
    """A record is not one of a design, or not one that this version can read; the message says why."""


def design_of_spec(spec: Mapping[str, Any]) -> Design:
    """Return the design that a record describes, the opposite of :meth:`Design.spec`.

    Parameters
    ----------
    spec
        As :meth:`Design.spec` returned it, also after a way through JSON.

    Returns
    -------
    Design
        With the same points.

    Raises
    ------
    RecordError
        If this is no record of a design, or names inputs or values that there are no longer.
    simulator.experiments.designs.samples.OtherPointsError
        Raised by the design when its points are asked for, if the libraries at hand draw other ones.
    """
    makers = {"grid": _grid, "one-at-a-time": _one_at_a_time, "lhs": _sample, "sobol": _sample, "table": _table}
    try:
        return makers[spec["kind"]](spec)
    except RecordError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError("this is no record of the points of a sweep") from error


def column_of(allowed: Leaf, values: Iterable[Value]) -> Column:
    """Return values of one input as compactly as they can be held."""
    if allowed.kind == "number":
        return array("d", cast("Iterable[float]", values))
    return array("q", cast("Iterable[int]", values)) if allowed.kind == "whole" else tuple(values)


def _grid(spec: Mapping[str, Any]) -> Design:
    inputs = tuple(entry["input"] for entry in spec["inputs"])
    return Grid(spec["kind"], inputs, tuple(_axis(entry) for entry in spec["inputs"]))


def _axis(entry: Mapping[str, Any]) -> Column:
    found = _found(entry["input"])
    if "range" in entry:
        start, stop, step = entry["range"]
        return Stretch(float(start), float(stop), float(step), found.kind == "whole")
    return _values(found, entry["values"])


def _one_at_a_time(spec: Mapping[str, Any]) -> Design:
    inputs = tuple(entry["input"] for entry in spec["inputs"])
    base: Point = tuple(_values(_found(entry["input"]), [entry["base"]])[0] for entry in spec["inputs"])
    moves = tuple(_values(_found(entry["input"]), entry["values"]) for entry in spec["inputs"])
    return OneAtATime(spec["kind"], inputs, base, moves)


def _sample(spec: Mapping[str, Any]) -> Design:
    inputs = tuple(entry["input"] for entry in spec["inputs"])
    sources = tuple(_source(entry) for entry in spec["inputs"])
    return Sample(spec["kind"], inputs, sources, index(spec["points"]), index(spec["seed"]), str(spec["fingerprint"]))


def _source(entry: Mapping[str, Any]) -> Source:
    found = _found(entry["input"])
    if "uniform" in entry:
        low, high = entry["uniform"]
        return Uniform(float(low), float(high), found.kind == "whole")
    if "triangular" in entry:
        low, mode, high = entry["triangular"]
        return Triangular(float(low), float(mode), float(high))
    return Choice(_values(found, entry["choice"]))


def _table(spec: Mapping[str, Any]) -> Design:
    inputs, rows = tuple(spec["inputs"]), spec["rows"]
    if any(len(row) != len(inputs) for row in rows):
        raise RecordError(f"the record has rows that do not hold a value for each of {len(inputs)} inputs")
    columns = (
        column_of(found, _values(found, (row[place] for row in rows)))
        for place, found in enumerate(map(_found, inputs))
    )
    return Table(spec["kind"], inputs, tuple(columns))


def _found(path: str) -> Leaf:
    found = leaf(path)
    if found is None:
        raise RecordError(f"the record varies `{path}`, and there is no such input in this version")
    return found


def _values(allowed: Leaf, values: Iterable[object]) -> tuple[Value, ...]:
    """Return values of a record as their input counts them; JSON tells 1 from 1.0 only where its writer does."""
    return tuple(_value(allowed, value) for value in values)


def _value(allowed: Leaf, value: object) -> Value:
    counted = counted_as(allowed, value)
    if not fits(allowed, counted) or not isinstance(counted, int | float | str | bool):
        raise RecordError(f"the record sets `{allowed.path}` to {counted!r}, expected {allowed.expected()}")
    return counted
