"""Choices that suggest the nearest word."""

from difflib import get_close_matches
from typing import Any

import click

STRENGTHS = ("headline", "pledged", "allocated", "usable")
"""Strengths of the force, as in :mod:`simulator.engine.force`, which is slow to import; a test holds them equal."""


class SuggestingChoice(click.Choice[str]):
    """A choice whose error names the nearest allowed word."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the choice, or fail with a suggestion."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            near = get_close_matches(str(value), [str(choice) for choice in self.choices], n=1)
            if near:
                raise click.BadParameter(f"{error.message} Did you mean '{near[0]}'?", ctx, param) from error
            raise
