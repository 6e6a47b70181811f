"""Compiled code: the rule's own functions, turned into machine code by Numba, and where that code is kept.

The functions of :mod:`simulator.rule` and :mod:`simulator.engine.standing` stay plain Python.  Numba is told that it
may compile them wherever compiled code calls them, so both engines run the same lines.

Arithmetic is strict: no reordering, no fused operations, 64-bit floats throughout.

Machine code is kept in a folder named by a hash of every source that can change a number, so an edited rule never
meets code compiled before the edit.  The folder lies in the user's cache, never in the package, which may be
read-only; where no folder can be written, code is compiled anew in each process.
"""

import hashlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from inspect import getmembers, isfunction
from pathlib import Path
from types import ModuleType
from typing import TypeVar, cast

import numba
import numpy as np
from numba.core import config
from numba.extending import overload, register_jitable
from platformdirs import user_cache_path

from simulator.engine import reasons, standing
from simulator.rule import basing, capacity, company, force, gates, ladder, normal, scatter, timeline
from simulator.rule.whole import whole

Function = TypeVar("Function", bound=Callable[..., object])

CACHE_VARIABLE = "FORCEMIX_CACHE"
"""Environment variable that names another folder for machine code; empty: keep none."""

ROOMS = ("rule", "engine")
"""The rooms whose sources can change a number of a run."""

OLD_DAYS = 30.0
LINEAR_ALGEBRA = "scipy.linalg.cython_blas"
SHARED = (basing, capacity, company, force, gates, ladder, normal, scatter, timeline, standing, reasons)


@cache
def sources_hash() -> str:
    """Return the SHA-256 of the sources that can change a number of a run: names and contents, in order of name."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for name, entry in sorted(_python_files(files("simulator").joinpath(room))):
            digest.update(f"{room}/{name}".encode())
            digest.update(entry.read_bytes())
    return digest.hexdigest()


def _python_files(folder: Traversable) -> list[tuple[str, Traversable]]:
    return [(entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".py")]


@cache
def code_folder() -> Path | None:
    """Return the folder in which machine code is kept, made if need be; None where none can be written."""
    asked = os.environ.get(CACHE_VARIABLE)
    if asked == "":
        return None
    try:
        root = Path(asked) if asked else user_cache_path("forcemix")
        folder = root / f"code-{_key()}"
        if not folder.is_dir():
            folder.mkdir(parents=True)
            _forget_old(root)
        return folder if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


def is_warm() -> bool:
    """Return whether machine code of these sources has been kept before."""
    folder = code_folder()
    return folder is not None and any(folder.rglob("*.nbi"))


def _key() -> str:
    parts = (sources_hash(), numba.__version__, np.__version__, platform.python_version(), platform.machine())
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:20]


def _forget_old(root: Path) -> None:
    for folder in root.glob("code-*"):
        if time.time() - folder.stat().st_mtime > OLD_DAYS * 86_400.0:
            shutil.rmtree(folder, ignore_errors=True)


def compiled(function: Function) -> Function:
    """Compile a function on its first call with new types, and keep the machine code.

    The compiled function releases Python's lock, so that threads run side by side.
    """
    folder = code_folder()
    before = getattr(config, "CACHE_DIR")  # noqa: B009  # numba makes its settings at run time
    setattr(config, "CACHE_DIR", "" if folder is None else str(folder))  # noqa: B010
    try:
        decorate = numba.njit(nogil=True, error_model="numpy", cache=folder is not None)
        return cast("Function", decorate(function))
    finally:
        setattr(config, "CACHE_DIR", before)  # noqa: B010


def _share(module: ModuleType) -> None:
    for _, function in getmembers(module, isfunction):
        if function.__module__ == module.__name__:
            register_jitable(function)


@overload(whole)
def _whole(amount: float) -> Callable[[float], float]:
    """Round down in one instruction: through a Python integer, rounding would keep loops from running in lanes."""

    def rounded(amount: float) -> float:
        return np.floor(amount)  # type: ignore[no-any-return]

    return rounded


def _load_array_functions() -> None:
    """Load Numba's functions of arrays without SciPy's linear algebra, whose import takes a quarter of a second.

    Numba imports a module of it to see whether it is there, and once more where compiled code needs it; none here does.
    """
    if "scipy.linalg" in sys.modules:
        return
    sys.modules[LINEAR_ALGEBRA] = ModuleType(LINEAR_ALGEBRA)
    try:
        import_module("numba.np.arraymath")
    finally:
        del sys.modules[LINEAR_ALGEBRA]


_load_array_functions()
for _module in SHARED:
    _share(_module)
