"""What is refused before anything is built, and how fast."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.scenario import guard
from simulator.scenario.codes import CODES
from simulator.scenario.diagnostics import Mistake, ScenarioError
from simulator.scenario.reading import patch_of_text, read_patch

SECONDS = 2.0
MEGABYTES = 200


def only_mistake(text: str) -> Mistake:
    with pytest.raises(ScenarioError) as caught:
        patch_of_text(text, "mine.yaml")
    (mistake,) = caught.value.mistakes
    return mistake


REFUSED = {
    "anchor": ("us: &a {air: 1}\n", 1, 5, "an anchor (`&name`) is not allowed in a scenario"),
    "anchor on a word": ("title: &a x\n", 1, 8, "an anchor (`&name`) is not allowed in a scenario"),
    "alias": ("title: x\nquestion: *a\n", 2, 11, "an alias (`*name`) is not allowed in a scenario"),
    "merge key": ("us:\n  <<: {air: 1}\n", 2, 3, "a merge key (`<<`) is not allowed in a scenario"),
    "tag": ("title: !!str 1\n", 1, 8, "a tag (`!name`) is not allowed in a scenario"),
    "tag on a block": ("us: !x {air: 1}\n", 1, 5, "a tag (`!name`) is not allowed in a scenario"),
    "tag on a list": ("us: !!python/tuple [1]\n", 1, 5, "a tag (`!name`) is not allowed in a scenario"),
    "directive": ("# x\n%YAML 1.1\n---\ntitle: x\n", 2, 1, "a YAML directive is not allowed in a scenario"),
    "unknown directive": ("%FOO\n---\ntitle: x\n", 1, 1, "a YAML directive is not allowed in a scenario"),
    "second document": ("title: x\n---\ntitle: y\n", 2, 1, "a second document (`---`) is not allowed in a scenario"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_features_of_yaml_that_no_scenario_needs(name: str) -> None:
    text, line, column, message = REFUSED[name]
    mistake = only_mistake(text)
    assert (mistake.code, mistake.line, mistake.column, mistake.message) == ("S023", line, column, message)


def test_a_quoted_merge_sign_is_a_text() -> None:
    assert patch_of_text('title: "<<"\n', "mine.yaml").data == {"title": "<<"}


def test_one_document_may_be_marked() -> None:
    assert patch_of_text("---\ntitle: x\n...\n", "mine.yaml").data == {"title": "x"}


LIMITS = {
    "deep": (13 * "[" + 13 * "]", "nested more than 12 levels deep"),
    "many": ("us: [" + 20_000 * "1,\n" + "]", "more than 20000 keys and values in one file"),
    "long text": ("title: " + 2_001 * "x", "a text of 2001 characters, allowed: up to 2000"),
    "long number": ("us: {air: " + 41 * "9" + "}", "a number of 41 characters, allowed: up to 40"),
    "long line": ("# " + 20_000 * "x", "this line has more than 20000 characters"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    text, message = LIMITS[name]
    mistake = only_mistake(text)
    assert (mistake.code, mistake.message) == ("S022", message)


def test_just_inside_the_limits() -> None:
    text = "title: " + 2_001 * "x" + "\n"
    assert only_mistake(text).code == "S022"
    assert only_mistake(text.replace("xx", "x", 1)).code == "S017"
    assert only_mistake("us: {air: " + 40 * "9" + "}").code == "S004"
    deep = 12 * "[" + 12 * "]"
    assert only_mistake(deep).code == "S025"


UNREADABLE = {
    "open bracket": ("us: [1\n", 2, 1, "expected ',' or ']', but got '<stream end>'"),
    "colon in a text": ("title: a: b\n", 1, 9, "check the indentation, and put a text that holds `: ` in quotes"),
    "tab": ("us:\n\tair: 1\n", 2, 1, "indent with spaces, not with tabs"),
    "control character": ("title: a\x01b\n", 1, 9, "special characters are not allowed"),
    "open quote": ('title: "a\n', 2, 1, "found unexpected end of stream"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_yaml(name: str) -> None:
    text, line, column, mend = UNREADABLE[name]
    mistake = only_mistake(text)
    assert mistake.message == f"unreadable scenario at line {line}"
    assert (mistake.code, mistake.line, mistake.column, mistake.help) == ("S024", line, column, mend)


def test_any_failure_of_the_yaml_reader_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> None:
        raise KeyError(text)

    monkeypatch.setattr(guard, "_parser", broken)
    assert only_mistake("title: x\n").message == "unreadable scenario at line 1"


def file_mistake(path: Path) -> Mistake:
    with pytest.raises(ScenarioError) as caught:
        read_patch(path, "mine.yaml")
    (mistake,) = caught.value.mistakes
    assert mistake.line is None
    assert mistake.file == "mine.yaml"
    return mistake


def test_a_missing_file(tmp_path: Path) -> None:
    assert file_mistake(tmp_path / "mine.yaml").message == "there is no such file"


def test_a_folder(tmp_path: Path) -> None:
    assert file_mistake(tmp_path).message == "this is a folder, not a scenario file"


def test_a_name_that_no_file_can_have() -> None:
    assert file_mistake(Path("a\0b.yaml")).code == "S020"
    assert file_mistake(Path("a" * 5_000)).code == "S020"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "mine.yaml"
    path.write_text("title: x\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", closed)
    assert file_mistake(path).message == "this file may not be read"


def test_a_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"title: x\n\x89PNG\xff\xfe")
    mistake = file_mistake(path)
    assert (mistake.code, mistake.message) == ("S021", "this is not a text file in UTF-8 (byte 10, line 2)")


def test_a_file_of_the_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"title: x\n" + b"\n" * (256_000 - 9))
    assert read_patch(path).data == {"title": "x"}
    path.write_bytes(b"title: x\n" + b"\n" * (256_001 - 9))
    assert file_mistake(path).message == "this file is larger than 256 kB"


def levels(sign: str) -> str:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{number}: &a{number} {sign}" % ", ".join([f"*a{number - 1}"] * 9) for number in range(1, 10)]
    return "\n".join(lines)


BOMBS = {
    "brackets": "[" * 200_000,
    "brackets over lines": "[[[[[[[[[\n" * 20_000,
    "braces": "{\n" * 100_000,
    "lists in lists": "- " * 9_000,
    "questions": "? " * 9_000,
    "aliases": levels("[%s]"),
    "merge keys": levels("{<<: [%s]}"),
    "huge number": "us: {air: " + "9" * 5_000 + "}",
    "huge exponent": "us: {air: 1e" + "9" * 30 + "}",
    "open quote": '"' + "a\n" * 100_000,
    "long plain text": "a\n" * 100_000,
    "keys": "".join(f"key{number}: {number}\n" for number in range(9_990)),
    "quoted keys": "".join(f'"k{number}": "1"\n' for number in range(9_990)),
    "one key many times": "title: x\n" * 9_990,
    "colons": (":" * 1_000 + "\n") * 200,
    "tags": ("! " * 9_000 + "\n") * 10,
    "anchors": ("&a " * 6_000 + "\n") * 10,
    "empty lines": "\n" * 200_000,
    "documents": "---\n" * 50_000,
    "mapping in one line": "us: {" + ",".join(f"k{number}: 1" for number in range(1_500)) + "}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_no_time(name: str) -> None:
    started = time.process_time()
    with pytest.raises(ScenarioError):
        patch_of_text(BOMBS[name], "mine.yaml")
    assert time.process_time() - started < SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of one program alone is told by Linux only")
def test_bombs_fit_in_little_memory(tmp_path: Path) -> None:
    for number, text in enumerate(BOMBS.values()):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from simulator.scenario.reading import ScenarioError, read_patch\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.yaml')):\n"
        "    try:\n"
        "        read_patch(path)\n"
        "    except ScenarioError as error:\n"
        "        print(len(error.mistakes))\n"
        "status = Path('/proc/self/status').read_text().split()\n"
        "print(int(status[status.index('VmHWM:') + 1]) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    *counts, peak = done.stdout.split()
    assert len(counts) == len(BOMBS)
    assert float(peak) < MEGABYTES


def test_codes_used_are_explained() -> None:
    package = Path(guard.__file__).parent
    used = {word for path in package.glob("*.py") if path.name != "codes.py" for word in path.read_text().split('"')}
    codes = {word for word in used if len(word) == 4 and word.startswith("S0")}
    assert codes == set(CODES)
