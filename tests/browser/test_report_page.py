"""The report in a browser, without a network."""

from pathlib import Path

import pytest

from simulator.cli.app import run
from simulator.experiments.designs.choosing import design_of
from simulator.scenario.library import load
from simulator.web.page import LARGEST
from tests.browser.conftest import Visit
from tests.browser.inspecting import faults, overlaps, sticking_out
from tests.kept_results import grid, kept_run, kept_sweep

FIGURES = 12
"""Three of all runs, four of the first, three of the other one, two of sweeps."""

MILLIMETRE = 96.0 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 182.0 * MILLIMETRE, 271.0 * MILLIMETRE
"""What the margins leave of A4."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    out, kept = folder / "report.html", folder / "results"
    baseline = load("baseline")
    for scenario in (baseline, load("us-backstop")):
        kept_run(kept, scenario, 200)
    two = grid(baseline, "us.backstop=0:1:0.5", "mandate.clarity=0:1:0.5")
    each = design_of(baseline, kind="one-at-a-time", over=("us.backstop=0,1", "mandate.clarity=0,1"), seed=1)
    sweeps = [kept_sweep(kept, baseline, design, runs=200).as_posix() for design in (two, each)]
    words = ["baseline", "us-backstop", *sweeps, "--results", str(kept), "-o", str(out)]
    assert run(["-q", "--no-progress", "report", *words]) == 0
    return out


def test_it_opens_without_a_network(visit: Visit, report: Path) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.open(report)
    assert visit.page.locator("h1").count() == 1
    assert visit.page.locator("svg.figure").count() == FIGURES
    assert visit.headline().startswith("The pledged force reaches")
    assert [address for address in asked if not address.startswith(("file:", "data:,"))] == []
    assert len(report.read_bytes()) < LARGEST


def test_on_paper_every_figure_fits_a_page_with_how_to_read_it(visit: Visit, report: Path) -> None:
    visit.page.set_viewport_size({"width": round(PAGE_WIDTH), "height": round(PAGE_HEIGHT)})
    visit.page.emulate_media(media="print")
    visit.open(report)
    page = visit.page
    shown = page.locator("figure:visible")
    assert shown.count() == FIGURES - 3
    for figure in shown.all():
        box = figure.bounding_box()
        assert box is not None
        assert box["height"] < PAGE_HEIGHT
        assert box["width"] <= PAGE_WIDTH + 1
        assert figure.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
        assert figure.locator("figcaption .printed p").first.is_visible()
    assert sticking_out(page) == []


def test_paper_says_what_it_leaves_out(visit: Visit, report: Path) -> None:
    visit.open(report)
    page = visit.page
    assert page.locator(".on-paper:visible").count() == 0
    page.emulate_media(media="print")
    assert not page.locator("#explorer").is_visible()
    assert page.locator("#try .on-paper").is_visible()
    assert "leaves out" in page.locator("#findings .on-paper").inner_text()
    assert page.locator(".folded:visible").count() == 0
    assert page.locator(".sources li").first.is_visible()


def test_printed_it_is_a_few_pages(visit: Visit, report: Path) -> None:
    visit.open(report)
    printed = visit.page.pdf(prefer_css_page_size=True)
    assert 6 <= printed.count(b"/Type /Page\n") <= 16


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
