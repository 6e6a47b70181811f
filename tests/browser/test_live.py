"""The explorer with its server: exact runs from the page."""

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from simulator.experiments.explorer.exact import exact_summary
from simulator.experiments.explorer.grid import inputs_at
from simulator.experiments.running import run_scenario
from simulator.figures.numerals import troops
from simulator.web.asking import Case
from simulator.web.jobs import Jobs
from simulator.web.page import explorer_page, policy_of
from simulator.web.server import _Server, configuration, explorer_app, hosts_of, listening
from tests.browser.conftest import Visit
from tests.explorer_examples import scenario, small_island

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "browser-key"
ENDLESS = 13
"""Runs that this server takes for a run without end."""

PLACE = (0.7, 0.8, 0.5)
FRAGMENT = "us=0.7&clarity=0.8&threat=0.5&mission=deterrence"


def runner(case: Case, advance: Callable[[int], None]) -> dict[str, Any]:
    pause = threading.Event()
    while case.runs == ENDLESS:
        pause.wait(0.01)
        advance(0)
    return exact_summary(case.scenario, case.runs, case.seed, case.thresholds, 1, advance)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    where, jobs, ready = listening(0), Jobs(), threading.Event()
    port = where.getsockname()[1]
    page = explorer_page(small_island(live=True))
    app = explorer_app(page, policy_of(page), scenario(), runner, jobs, hosts_of(where), KEY)
    server = _Server(configuration(app), jobs, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [where]})
    thread.start()
    assert ready.wait(20)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    where.close()


@pytest.fixture
def live(browser: "Browser", address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Visit(context.new_page())
    made.page.goto(f"{address}/?key={KEY}#{FRAGMENT}")
    yield made
    context.close()


def test_an_exact_run_replaces_the_interpolated_case(live: Visit) -> None:
    page = live.page
    page.fill("#run-runs", "300")
    page.click("#run")
    expect(page.locator("#kind")).to_contain_text("An exact run of this case: 300 runs, seed 3")
    summary = run_scenario(scenario().with_values(inputs_at("deterrence", PLACE)), 300, seed=3)
    expect(page.locator("#detail")).to_contain_text(f"Median {troops(summary.force['pledged'].p50)} troops")
    first = max(summary.countries, key=lambda country: country.troops.mean)
    row = page.locator(f"#bars tr[data-iso3={first.iso3}] td.number")
    assert row.all_text_contents()[0] == troops(first.troops.mean)
    page.fill("#size-0", "15000")
    page.keyboard.press("Tab")
    expect(page.locator("#headline")).to_contain_text("15,000")
    expect(page.locator("#kind")).to_contain_text("An exact run")
    page.locator("#slider-us").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#kind")).to_contain_text("interpolated")
    assert live.faults == []


def test_a_run_can_be_stopped(live: Visit) -> None:
    page = live.page
    page.fill("#run-runs", str(ENDLESS))
    page.click("#run")
    expect(page.locator("#run")).to_be_disabled()
    page.click("#run-cancel")
    expect(page.locator("#told")).to_contain_text("The run was stopped")
    expect(page.locator("#run")).to_be_enabled()
    expect(page.locator("#run-open")).to_be_hidden()
    # Browsers note every answer that is no success; nothing else may have gone wrong.
    assert [fault for fault in live.faults if "409" not in fault] == []


def test_without_the_key_there_is_no_page(live: Visit, address: str) -> None:
    answer = live.page.goto(address)
    assert answer is not None
    assert answer.status == 403


def test_another_page_can_neither_read_nor_run(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "http://evil.example/", lambda route: route.fulfill(body="<title>evil</title>", content_type="text/html")
    )
    page.goto("http://evil.example/")
    asks = """async ([address, kind]) => {
      try {
        const answer = await fetch(address, kind);
        return `${answer.type} ${answer.status}`;
      } catch (error) { return "refused"; }
    }"""
    run = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": "{}"}
    assert page.evaluate(asks, [f"{address}/?key={KEY}", {}]) == "refused"
    assert page.evaluate(asks, [f"{address}/api/run?key={KEY}", run]) == "refused"
    simple = {"method": "POST", "mode": "no-cors", "headers": {"Content-Type": "text/plain"}, "body": "{}"}
    assert page.evaluate(asks, [f"{address}/api/run?key={KEY}", simple]) in ("opaque 0", "refused")
    context.close()
