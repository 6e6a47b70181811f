"""Which tests are thorough: sweeps of layouts, laws and faults that need run only once, on one Python."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says nothing of what is right, and machines are shared.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

HERE = Path(__file__).parent
THOROUGH_ROOMS = ("faults", "laws")
THOROUGH_FIGURE_TESTS = ("titles_of_users", "words_are_on_the_page", "extremes_keep", "equal_figures", "any_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        parts = item.path.relative_to(HERE).parts
        layout = parts[0] == "figures" and any(word in item.name for word in THOROUGH_FIGURE_TESTS)
        if parts[0] in THOROUGH_ROOMS or layout:
            item.add_marker(pytest.mark.thorough)
