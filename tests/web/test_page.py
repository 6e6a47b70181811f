import base64
import hashlib
import re

import pytest

from simulator.web.page import asset, explorer_page, page, policy_of
from tests.explorer_examples import HOSTILE, small_island

LARGEST = 1_500_000


@pytest.fixture(scope="module")
def made() -> str:
    return explorer_page(small_island())


def hashes(made: str, directive: str) -> set[str]:
    found = re.search(rf"{directive} ([^;]*)", policy_of(made))
    assert found
    return set(found[1].split())


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else(made: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", made, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", made, re.DOTALL)
    assert hashes(made, "script-src") == {hashed(script)}
    assert hashes(made, "style-src") == {hashed(style)}
    assert policy_of(made).startswith("default-src 'none';")
    assert "unsafe" not in policy_of(made)
    assert "connect-src" not in policy_of(made)


def test_only_a_live_page_may_ask_its_server() -> None:
    assert "connect-src 'self'" in policy_of(explorer_page(small_island(live=True)))


def test_a_page_without_script_allows_none() -> None:
    plain = page("x", "<p>y</p>", ("base.css",), ())
    assert "script-src 'none'" in policy_of(plain)
    assert "<script" not in plain


def test_the_page_loads_nothing(made: str) -> None:
    outside = made.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in re.sub(r"http-equiv", "", outside)
    assert not re.findall(r"\bsrc=|@import|url\(", outside)
    assert not re.findall(r" on[a-z]+=| style=", outside)


def test_the_page_is_small_enough_and_the_same_each_time(made: str) -> None:
    assert len(made.encode()) < LARGEST
    assert made == explorer_page(small_island())


def test_hostile_titles_stay_text() -> None:
    island = small_island()
    island["scenario"] = {**island["scenario"], "title": HOSTILE}
    made = explorer_page(island)
    assert made.count("<script") == 2
    assert "alert(1)</script>" not in made
    assert "${title}" in made, "a title is no template"


def test_scripts_use_no_markup_from_texts() -> None:
    for name in ("grid", "words", "sharing", "dots", "bars", "explorer", "live"):
        source = asset(f"{name}.js")
        assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source)
