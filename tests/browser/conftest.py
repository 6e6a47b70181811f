"""The page in a real browser.

Not collected unless FORCEMIX_BROWSER_TESTS=1.  Then Chromium must be there (Debian's, or at FORCEMIX_CHROMIUM), and
axe-core's ``axe.min.js`` at FORCEMIX_AXE: whatever is missing makes the tests fail and say so.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simulator.web.page import explorer_page
from tests.explorer_examples import small_island

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WANTED = os.environ.get("FORCEMIX_BROWSER_TESTS") == "1"
collect_ignore_glob = [] if WANTED else ["test_*.py"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium; run with FORCEMIX_BROWSER_TESTS=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    found = os.environ.get("FORCEMIX_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("Chromium is missing: apt-get install chromium, or name it in FORCEMIX_CHROMIUM")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def axe() -> str:
    found = Path(os.environ.get("FORCEMIX_AXE", "node_modules/axe-core/axe.min.js"))
    if not found.is_file():
        pytest.fail(
            f"{found} is missing: npm install axe-core in a folder of its own, and name the file in FORCEMIX_AXE"
        )
    return found.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def explorer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(explorer_page(small_island()), encoding="utf-8")
    return path


class Visit:
    """A page without a network, and everything that went wrong on it."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url[:200]}"))
        page.on("dialog", lambda dialog: self._refuse(dialog))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(text)

    def _refuse(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, path: Path, fragment: str = "") -> None:
        self.page.goto(f"{path.as_uri()}#{fragment}")

    def headline(self) -> str:
        return self.page.text_content("#headline") or ""


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Visit]:
    context = browser.new_context(
        offline=True, viewport={"width": 1280, "height": 900}, accept_downloads=True, reduced_motion="reduce"
    )
    made = Visit(context.new_page())
    yield made
    context.close()
    assert made.faults == []
