"""What the pages on sensitivity and discovery show is what their commands print."""

import re
import shlex
from pathlib import Path

import pytest

from simulator.cli.app import run

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```console\n\$ (.*?)\n```$", re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r", \d+\.\d s$", re.MULTILINE)
"""The only words that differ from time to time."""


@pytest.mark.parametrize("name", ["sensitivity", "discover"])
def test_a_page_shows_what_is_printed(name: str, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((PAGES / f"{name}.md").read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        line, _, shown = block.partition("\n")
        assert run(shlex.split(line)[1:]) == 0
        printed = SECONDS.sub("", capsys.readouterr().out)
        assert [piece for piece in SECONDS.sub("", shown).split("\n\n") if piece not in printed] == []


def test_every_key_of_the_answers_is_explained(tmp_path, monkeypatch, capsys) -> None:
    import json

    monkeypatch.chdir(tmp_path)
    over = ("--over", "us.backstop=0:1", "--over", "us.intelligence=0:1")
    run(["sweep", "baseline", "--design", "sobol", "--points", "128", "--runs", "40", *over])
    capsys.readouterr()
    plain = {"schema", "version", "command", "out", "scenario", "title", "as_of", "sweep", "design", "inputs", "runs"}
    asked = {
        "sensitivity": ["baseline", *over, "--points", "4", "--scrambles", "2", "--runs", "10"],
        "discover": ["baseline", "--where", "usable>=9000", "--resamples", "2"],
    }
    for name, words in asked.items():
        assert run([name, *words, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        keys = {*found, *found.get("found", {})} - plain
        assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
