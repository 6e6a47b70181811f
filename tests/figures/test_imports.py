"""What importing the figures costs: no model, no pyplot, and nothing of matplotlib for words and numbers alone."""

import subprocess
import sys

import pytest

HEAVY = ("mesa", "pandas", "scipy", "matplotlib.pyplot", "simulator.engine", "simulator.experiments")
LIGHT = ("numerals", "palette", "registry", "titles", "ledger.rows")


def loaded(*modules: str) -> set[str]:
    code = f"import sys, {', '.join(f'simulator.figures.{module}' for module in modules)}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_drawing_loads_no_model_and_no_pyplot() -> None:
    assert not loaded("ledger.figure", "waterfall.figure") & set(HEAVY)


@pytest.mark.parametrize("module", LIGHT)
def test_words_and_numbers_load_no_matplotlib(module: str) -> None:
    assert not loaded(module) & {"numpy", "matplotlib", "PIL", *HEAVY}
