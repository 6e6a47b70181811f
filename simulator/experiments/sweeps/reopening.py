"""Reopening: a kept sweep brought back to life from its manifest alone, whatever became of the scenario's file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator.experiments.designs.points import Design
from simulator.experiments.designs.samples import OtherPointsError
from simulator.experiments.designs.specs import RecordError, design_of_spec
from simulator.experiments.sweeps.parts import StoreError
from simulator.experiments.sweeps.points import PointCompiler
from simulator.experiments.sweeps.store import MANIFEST, StoredSweep, open_readonly
from simulator.experiments.sweeps.sweeping import numbers_hash
from simulator.scenario.composing import KeyPath
from simulator.scenario.diagnostics import Mistake, ScenarioError, described
from simulator.scenario.merging import Given, Layer, Origin, default_layer, merged
from simulator.scenario.scenario import Scenario, scenario_of
from simulator.scenario.values import leaf

DECLARED = ("sweep", "uncertain")
"""Blocks that declare sweeps and change no number of a run; they are not brought back."""


class OtherNumbers(StoreError):  # noqa: N818 - named by what happened
    """The code or the data at hand are not those that a sweep was made with."""

    exit_code = 1


class BadRecord(StoreError):  # noqa: N818 - named by what it is about
    """A manifest does not say what was run, or says what this version cannot run."""

    exit_code = 1


@dataclass(frozen=True)
class ReopenedSweep:
    """A kept sweep with what it moves.

    Attributes
    ----------
    stored
        Its parts.
    design
        Its points.
    changed
        Whether code or data differ from those it was made with.
    """

    stored: StoredSweep
    design: Design
    changed: bool

    @cached_property
    def scenario(self) -> Scenario:
        """What holds where the design says nothing.

        Raises
        ------
        BadRecord
            If the manifest does not say.
        simulator.scenario.diagnostics.ScenarioError
            If there are no such inputs in this version, or they do not take these values.
        """
        spec, shown = self.stored.manifest.spec, (self.stored.path / MANIFEST).as_posix()
        name, inputs = spec.get("scenario"), spec.get("inputs")
        if not isinstance(name, str) or not isinstance(inputs, Mapping):
            raise BadRecord(f"`{shown}` does not say which scenario was run")
        return scenario_of_inputs(name, inputs, shown)

    @cached_property
    def compiler(self) -> PointCompiler:
        """What compiles its points; raises as :attr:`scenario` does."""
        return PointCompiler(self.scenario, self.design)

    def values(self, point: int) -> dict[str, Any]:
        """Return the inputs of one point by path."""
        (row,) = self.design.points(point, 1)
        return dict(zip(self.design.inputs, row, strict=True))


def reopen(path: Path, anyway: bool = False) -> ReopenedSweep:
    """Open a kept sweep for reading, with its design, scenario and compiler.

    Parameters
    ----------
    path
        Its folder.
    anyway
        Open it even where code or data have changed since.

    Raises
    ------
    OtherNumbers
        If code or data have changed since, so that runs would give other numbers.
    BadRecord
        If the design cannot be brought back.
    simulator.experiments.sweeps.store.WrongFolder, simulator.experiments.sweeps.parts.StoreError
        If there is no sweep, or it cannot be read.
    """
    stored = open_readonly(path)
    changed = stored.manifest.numbers_sha256 != numbers_hash()
    if changed and not anyway:
        made = stored.manifest.versions.get("forcemix", "of another version")
        raise OtherNumbers(
            f"`{path.as_posix()}` was made with other code or data (forcemix {made}; "
            f"hash {stored.manifest.numbers_sha256[:10]} then, {numbers_hash()[:10]} now). What is kept can be read "
            "with --anyway; a run made now may give other numbers"
        )
    return ReopenedSweep(stored, _design(stored), changed)


def _design(stored: StoredSweep) -> Design:
    shown = (stored.path / MANIFEST).as_posix()
    try:
        design = design_of_spec(stored.manifest.spec["design"])
        # Only asking for a point tells whether the libraries at hand draw the same ones.
        design.points(0, 1)
    except (RecordError, OtherPointsError) as error:
        raise BadRecord(f"`{shown}`: {error}") from error
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadRecord(f"`{shown}` has no record of the points of the sweep") from error
    if len(design) != stored.manifest.points:
        raise BadRecord(f"`{shown}` has {stored.manifest.points} points, and its design {len(design)}")
    return design


def scenario_of_inputs(name: str, inputs: Mapping[str, Any], shown: str) -> Scenario:
    """Return the scenario that a record of its values describes, the opposite of :meth:`Scenario.canonical`.

    Parameters
    ----------
    name
        Of the scenario.
    inputs
        Its values by dotted path, also after a way through JSON.  What declares sweeps is passed over.
    shown
        The record, as messages should name it.

    Raises
    ------
    simulator.scenario.diagnostics.ScenarioError
        With every input that this version has not, or every value that it does not take.
    BadRecord
        If these are no values of a scenario at all.
    """
    unknown = [Mistake("S011", f"unknown input `{text}`", shown) for text in inputs if not _is_known(text)]
    if unknown:
        raise ScenarioError(unknown)
    try:
        return scenario_of(name, merged(default_layer(), _layer(inputs, shown)), (), {})
    except ScenarioError:
        raise
    except (TypeError, ValueError, AttributeError) as error:
        raise BadRecord(f"`{shown}` does not hold the values of a scenario") from error


def _is_known(text: str) -> bool:
    block, _, rest = text.partition(".")
    if block == "paths":
        moving, _, number = rest.rpartition(".")
        found = leaf(moving)
        return found is not None and found.moves and number.isdecimal()
    # Where the mission is open, its chances stand below it.
    return block in ("sites", *DECLARED) or leaf(text) is not None or text.rpartition(".")[0] == "mandate.mission"


def _layer(inputs: Mapping[str, Any], shown: str) -> Layer:
    origin = Origin("file", shown)
    recorded: Layer = {}
    sites: dict[str, Any] = {}
    for text, value in inputs.items():
        block, *rest = text.split(".")
        if block == "sites":
            _put(sites, rest, value)
        elif block not in DECLARED:
            recorded[_key_path(text)] = Given(_day(value, shown) if text == "as_of" else value, origin)
    if sites:
        recorded[("sites",)] = Given(_with_lists(sites), origin)
    return recorded


def _key_path(text: str) -> KeyPath:
    """Return the keys of a dotted path; the name of an input that moves by round is one key, dots and all."""
    parts = text.split(".")
    if parts[0] == "paths":
        return (parts[0], ".".join(parts[1:-1]), parts[-1])
    return tuple(parts)


def _day(value: Any, shown: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        message = f"`as_of` is {described(value)}, expected a day as YYYY-MM-DD"
        raise ScenarioError([Mistake("S010", message, shown)]) from None


def _put(tree: dict[str, Any], keys: Sequence[str], value: Any) -> None:
    *above, last = keys
    for key in above:
        tree = tree.setdefault(key, {})
    tree[last] = value


def _with_lists(tree: Any) -> Any:
    """Return a tree with lists in place of mappings from numbers: items of lists stand under their number."""
    if not isinstance(tree, dict):
        return tree
    if all(key.isdecimal() for key in tree):
        return [_with_lists(tree[key]) for key in sorted(tree, key=int)]
    return {key: _with_lists(value) for key, value in tree.items()}
