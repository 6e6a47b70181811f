"""The numbers of the page on pledges come from the parameters."""

from pathlib import Path

import pytest

from simulator.data.parameters import parameter

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "pledge_to_force.md"


@pytest.mark.parametrize("deployed", [10_000, 25_000, 64_000])
def test_the_pool_tied_up_is_what_the_rotation_ratio_gives(deployed: int) -> None:
    low, mode, high = (parameter(f"capacity.rotation.{part}").default for part in ("low", "mode", "high"))
    cells = [deployed * value for value in (low, mode, (low + mode + high) / 3, high)]
    row = f"| {deployed:,} | " + " | ".join(f"{round(cell):,}" for cell in cells) + " |"
    assert row in PAGE.read_text(encoding="utf-8")


def test_the_page_names_the_size_factors_in_force() -> None:
    factors = [parameter(f"structure.size_factors.{rung}").default for rung in (2, 3, 4, 5)]
    assert f"**{' '.join(f'{factor:.2f}'[1:] for factor in factors)}**" in PAGE.read_text(encoding="utf-8")


def test_the_page_names_the_european_limits_in_force() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in ("intelligence", "air_defence"):
        low, mode, high = (parameter(f"enablers.{name}.{part}").default for part in ("low", "mode", "high"))
        assert f"{low:,.0f} to {high:,.0f}" in text
        assert f"most likely {mode:,.0f}" in text
