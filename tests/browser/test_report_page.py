"""The report in a browser, without a network."""

from pathlib import Path

import pytest

from simulator.cli.app import run
from tests.browser.conftest import Visit
from tests.browser.inspecting import faults, overlaps, sticking_out

LARGEST = 1_500_000


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    out = folder / "report.html"
    kept = str(folder / "results")
    assert run(["-q", "run", "baseline", "us-backstop", "clear-mandate", "--runs", "200", "--out", kept]) == 0
    words = ["baseline", "us-backstop", "clear-mandate", "--results", kept, "-o", str(out)]
    assert run(["-q", "--no-progress", "report", *words]) == 0
    return out


def test_it_opens_without_a_network(visit: Visit, report: Path) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.open(report)
    assert visit.page.locator("h1").count() == 1
    assert visit.page.locator("svg.figure:visible").count() >= 3
    assert visit.headline().startswith("The pledged force reaches")
    assert [address for address in asked if not address.startswith(("file:", "data:,"))] == []
    assert len(report.read_bytes()) < LARGEST


def test_its_contents_lead_to_its_sections_and_leave_the_explorer_alone(visit: Visit, report: Path) -> None:
    visit.open(report)
    before = visit.headline()
    links = visit.page.locator("nav a")
    for number in range(links.count()):
        links.nth(number).click()
        target = (links.nth(number).get_attribute("href") or "").lstrip("#")
        assert visit.page.locator(f"section#{target}").count() == 1
    assert visit.headline() == before


def test_every_name_on_the_page_is_used_once(visit: Visit, report: Path) -> None:
    visit.open(report)
    names = visit.page.evaluate("Array.from(document.querySelectorAll('[id]'), (node) => node.id)")
    assert len(names) == len(set(names))
    pointed = (
        "Array.from(document.querySelectorAll('a[href^=\"#\"], use'), (node) => node.getAttribute('href').slice(1))"
    )
    assert set(visit.page.evaluate(pointed)) <= set(names)


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_overlaps_or_sticks_out(visit: Visit, report: Path, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open(report)
    visit.page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    assert sticking_out(visit.page) == []
    assert overlaps(visit.page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_fault(visit: Visit, report: Path, axe: str, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open(report)
    visit.page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    assert faults(visit.page, axe) == []
