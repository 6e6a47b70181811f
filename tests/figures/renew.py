"""Renew the pictures that figures are compared with: ``python -m tests.figures.renew [NAME...]``.

Look at every picture that changes before it is committed: the test holds whatever is kept.
"""

import sys

from tests.figures.pictures import CASES, differences, keep, kept, path_of, small


def main(names: list[str]) -> None:
    """Draw the pictures anew that differ from the kept ones, or those that are named, and say which."""
    unknown = [name for name in names if name not in CASES]
    if unknown:
        sys.exit(f"no picture is called {', '.join(unknown)}; there are {', '.join(CASES)}")
    for name in names or CASES:
        old = path_of(name).exists()
        if names or not old or differences(small(CASES[name].figure()), kept(name)):
            print(f"{keep(name)} {'changed' if old else 'new'}")  # noqa: T201
    for path in path_of("any").parent.glob("*.png"):
        if path.stem not in CASES:
            path.unlink()
            print(f"{path} removed")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
