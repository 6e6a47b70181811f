"""What the pages on why and reach show is what their commands print."""

import re
import shlex
from pathlib import Path

import pytest

from simulator.cli.app import run

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```console\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["why", "reach"])
def test_a_page_shows_what_is_printed(name: str, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    printed = ""
    blocks = BLOCK.findall((PAGES / f"{name}.md").read_text(encoding="utf-8"))
    assert len(blocks) == 2
    for block in blocks:
        shown = block
        if block.startswith("$ "):
            line, shown = block.split("\n", 1)
            assert run(shlex.split(line)[2:]) == 0
            printed = capsys.readouterr().out
        assert [piece for piece in shown.split("\n\n") if piece not in printed] == []


def test_every_key_of_the_answers_is_explained(capsys) -> None:
    import json

    for words in (("why", "SWE", "baseline"), ("reach", "baseline", "--troops", "60000")):
        assert run([*words, "--json", "--runs", "40"]) == 0
        found = json.loads(capsys.readouterr().out)
        page = (PAGES / f"{words[0]}.md").read_text(encoding="utf-8")
        assert [key for key in found if f"`{key}`" not in page] == []
