"""Running the command line inside the test process, in an empty folder."""

from dataclasses import dataclass

import pytest

from simulator.cli.app import run


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


@pytest.fixture
def forcemix(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command with these words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCEMIX_TRACEBACK", raising=False)

    def call(*words: str) -> Answer:
        capsys.readouterr()
        code = run(list(words))
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call
