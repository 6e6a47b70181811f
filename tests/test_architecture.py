"""The floors of the house: imports go down only, the rule stands on nothing, rooms stay small."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "simulator"
FLOORS = [
    "cli",
    "report",
    "web",
    "figures",
    "evidence",
    "analysis",
    "experiments",
    "engine",
    "scenario",
    "data",
    "rule",
]
"""From the top of the house to the ground; a room may import from rooms below it."""

MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 400


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "simulator" and len(parts) > 1 else None


def identity(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=identity)
def test_imports_go_down_only(path: Path) -> None:
    own = room(f"simulator.{path.relative_to(PACKAGE).parts[0].removesuffix('.py')}")
    if own not in FLOORS:
        return
    for module in imported(path):
        other = room(module)
        if other in FLOORS:
            assert FLOORS.index(other) >= FLOORS.index(own), f"{own} imports {module} from above"


@pytest.mark.parametrize("path", sorted((PACKAGE / "rule").glob("*.py")), ids=identity)
def test_the_rule_stands_on_nothing(path: Path) -> None:
    assert all(module == "math" or module.startswith("simulator.rule") for module in imported(path))


@pytest.mark.parametrize("path", MODULES, ids=identity)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_every_room_has_a_floor() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert rooms - {"scenarios"} <= set(FLOORS)


def test_figures_do_not_run_the_model() -> None:
    for path in (PACKAGE / "figures").rglob("*.py"):
        assert not any(module.startswith(("simulator.engine.agents", "mesa")) for module in imported(path))
