"""The figures that can be drawn: a name, the question each answers, and the module that draws it."""

from collections.abc import Mapping
from types import MappingProxyType

FIGURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ledger": ("Who sends how many troops, in which roles, and how sure is it?", "simulator.figures.ledger"),
        "waterfall": ("What lies between the headline and usable troops?", "simulator.figures.waterfall"),
    }
)
"""Question and module path by name; modules are imported only when their figure is drawn."""
