"""Renew the pictures of ``gallery.md`` by the commands that are written there.

Each section is run by itself in an empty folder, so what a reader copies from it works too.  Beside a picture its data
and its words are kept, and the alt text in the page is the beginning of those words.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

PAGE = Path(__file__).with_name("gallery.md")
PICTURES = PAGE.parent / "images" / "gallery"
ENDINGS = ("png", "csv", "txt")

HEADING = re.compile(r"^## `([a-z]+)`.*$", re.MULTILINE)
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections(page: str) -> dict[str, str]:
    """Return the text of each section that shows a figure, keyed by the name of the figure."""
    _, *parts = HEADING.split(page)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def commands(section: str) -> list[list[str]]:
    """Return the words of each command of a section; a line that ends in a backslash goes on."""
    lines = "".join(BLOCK.findall(section)).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line.strip()]


def alt_text(words: str) -> str:
    """Return what kind of figure it is and its finding: the first two sentences of its words."""
    return ". ".join(words.split(". ")[:2]) + "."


def with_alt_text(page: str, name: str, words: str) -> str:
    """Return the page with the alt text of a picture renewed."""
    picture = re.compile(rf"!\[[^\]]*\]\(images/gallery/{name}\.png\)")
    return picture.sub(lambda _: f"![{alt_text(words)}](images/gallery/{name}.png)", page)


def draw(section: str, folder: Path) -> None:
    """Run the commands of a section in a folder."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for program, *words in commands(section):
        found = shutil.which(program, path=places)
        if found is None:
            raise click.ClickException(f"`{program}` is not installed")
        # Only commands that are written in the page of this repository.
        done = subprocess.run([found, *words], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise click.ClickException(f"{shlex.join([program, *words])}\n{done.stderr}")


@click.command(help=__doc__)
@click.argument("names", metavar="[FIGURE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail where data or words are no longer those kept.")
def main(names: tuple[str, ...], check: bool) -> None:
    """Renew the pictures of some figures, or of all."""
    found = sections(PAGE.read_text(encoding="utf-8"))
    if unknown := [name for name in names if name not in found]:
        raise click.UsageError(f"no section shows {', '.join(unknown)}; there are {', '.join(found)}")
    stale: list[str] = []
    for name in names or found:
        with TemporaryDirectory() as folder:
            draw(found[name], Path(folder))
            if check:
                stale += [name] if _differs(name, Path(folder)) else []
            else:
                _keep(name, Path(folder))
        click.echo(name)
    if stale:
        raise click.ClickException(f"no longer as kept: {', '.join(stale)}. Renew: python docs/make_gallery.py")


def _differs(name: str, folder: Path) -> bool:
    files = [f"{name}.{ending}" for ending in ENDINGS[1:]]
    return any((folder / file).read_bytes() != (PICTURES / file).read_bytes() for file in files)


def _keep(name: str, folder: Path) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for ending in ENDINGS:
        shutil.copyfile(folder / f"{name}.{ending}", PICTURES / f"{name}.{ending}")
    words = (PICTURES / f"{name}.txt").read_text(encoding="utf-8").strip()
    PAGE.write_text(with_alt_text(PAGE.read_text(encoding="utf-8"), name, words), encoding="utf-8")


if __name__ == "__main__":
    main()
