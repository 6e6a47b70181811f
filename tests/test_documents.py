"""Pages that are generated, and pages that name things, keep up with the code."""

import re
from pathlib import Path

import pytest

from simulator.scenario.library import builtin_names
from simulator.scenario.reference import scenario_reference

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_scenario_reference_is_the_generated_one() -> None:
    """Renew it: python -m simulator.scenario.reference > docs/reference/scenario_file.md."""
    assert (ROOT / "docs" / "reference" / "scenario_file.md").read_text(encoding="utf-8") == scenario_reference()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_scenarios_named_in_commands_exist(page: Path) -> None:
    known = {*builtin_names(), "spring-offer"}
    for name in re.findall(r"forcemix run ([a-z][a-z0-9-]*)", page.read_text(encoding="utf-8")):
        assert name in known


def test_the_readme_has_its_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(re.findall(r"<!-- ci: (main|tests) -->\n```sh\n[^\n]+\n```", text)) == 2
