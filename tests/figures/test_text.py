"""Lines that fit: the quick way to break words gives what the plain way gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.figures.text import ELLIPSIS, NO_BREAK, plain, shorten, width, wrap

PIXELS = 20
MANY = 10_000

letters = st.text(alphabet=f"AVToyWil.,–0189“”é{NO_BREAK}", min_size=1, max_size=12)
texts = st.lists(letters, min_size=1, max_size=25).map(" ".join).map(lambda words: words.strip(NO_BREAK)).map(plain)
rooms = st.integers(5, 600)


def broken_word_by_word(words: str, room: float, bold: bool) -> list[str]:
    """Break words by measuring every beginning of every line."""
    lines, line = [], ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, PIXELS, bold) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while line and width(line, PIXELS, bold) > room:
            count = max([1, *(n for n in range(1, len(line)) if width(line[:n], PIXELS, bold) <= room)])
            lines.append(line[:count])
            line = line[count:]
    return [*lines, line] if line else lines


def evened_room_by_room(words: str, room: int, bold: bool) -> list[str]:
    """Try every narrower room in turn."""
    lines = broken_word_by_word(words, room, bold)
    for narrower in range(int(room * 0.55), room, 10):
        evened = broken_word_by_word(words, narrower, bold)
        if len(evened) == len(lines) > 1:
            return evened
    return lines


@given(texts, rooms, st.booleans())
def test_lines_break_where_the_next_word_would_not_fit(words: str, room: int, bold: bool) -> None:
    assert list(wrap(words, PIXELS, room, MANY, bold)) == broken_word_by_word(words, room, bold)


@pytest.mark.parametrize("words", ["– “iio”", "–y ,“yL”"], ids=["sum too short", "sum too long"])
def test_words_that_do_not_add_up_to_their_line_are_measured_together(words: str) -> None:
    one, other = words.split(" ")
    added = width(one, PIXELS) + width(" ", PIXELS) + width(other, PIXELS)
    room = (added + width(words, PIXELS)) / 2
    assert list(wrap(words + " x", PIXELS, room, MANY)) == broken_word_by_word(words + " x", room, False)


@given(texts, st.integers(150, 600), st.booleans())
def test_even_lines_are_those_of_the_narrowest_room_that_needs_no_more(words: str, room: int, bold: bool) -> None:
    assert list(wrap(words, PIXELS, room, MANY, bold, even=True)) == evened_room_by_room(words, room, bold)


@given(texts, st.integers(60, 600), st.integers(1, 4))
def test_no_line_is_wider_than_its_room_and_none_is_lost(words: str, room: int, most: int) -> None:
    lines = wrap(words, PIXELS, room, most)
    assert all(width(line, PIXELS) <= room for line in lines)
    assert len(lines) <= most
    if not lines or not lines[-1].endswith(ELLIPSIS):
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")


@given(texts, st.integers(40, 600))
def test_a_shortened_line_fits_and_begins_as_it_did(words: str, room: int) -> None:
    short = shorten(words, PIXELS, room)
    assert width(short, PIXELS) <= room
    assert words.startswith(short.removesuffix(ELLIPSIS).rstrip())


def test_a_character_wider_than_the_room_stands_alone() -> None:
    assert wrap("WW W", PIXELS, 1, MANY) == ("W", "W", "W")


@pytest.mark.parametrize("words", ["", "one line"])
def test_what_fits_is_left_alone(words: str) -> None:
    assert wrap(words, PIXELS, 500, MANY) == ((words,) if words else ())


@given(texts, st.floats(5, 60))
def test_widths_are_in_proportion_to_the_size(words: str, pixels: float) -> None:
    assert width(words, pixels) == pytest.approx(width(words, 1.0) * pixels)
