"""What analyses refuse to do, and why, in words for who asked."""

import importlib
from types import ModuleType


class Refused(OSError):  # noqa: N818 - named by what happened
    """An analysis cannot be made of what it is given; the message says why, and what to do."""

    exit_code = 2


class MissingExtra(Refused):
    """A library that only some analyses need is not installed."""


def library(module: str, extra: str) -> ModuleType:
    """Import a library that is not installed by default.

    Parameters
    ----------
    module
        Its dotted name.
    extra
        The extra of this package that brings it.

    Raises
    ------
    MissingExtra
        If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        raise MissingExtra(
            f"this needs {name}, which is not installed. Install the extra: pip install 'forcemix[{extra}]'"
        ) from error
