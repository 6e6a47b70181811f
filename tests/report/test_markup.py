from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from simulator.report.markup import Markup, element, html, joined, link, listing, shortened, table
from tests.explorer_examples import HOSTILE


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def read(markup: Markup) -> Reader:
    reader = Reader()
    reader.feed(markup.text)
    reader.close()
    return reader


@given(st.text())
def test_any_text_stays_text(words: str) -> None:
    reader = read(element("p", words, title=words))
    assert reader.tags == ["p"]
    kept = "".join(letter if letter.isprintable() or letter in "\n " else "�" for letter in words)
    assert reader.words == kept


def test_what_turns_text_around_or_cannot_be_written_is_shown_as_a_mark() -> None:
    assert html("a\u202eb\x00c\ud800") == "a�b�c�"
    assert html(HOSTILE).encode()


def test_markup_goes_in_as_it_is() -> None:
    assert joined([element("b", "x"), "<i>"]).text == "<b>x</b>&lt;i&gt;"
    assert read(listing(["a", element("b", "c")])).tags == ["ul", "li", "li", "b"]


def test_only_the_web_is_linked() -> None:
    assert link("x", "javascript:alert(1)") == "x"
    assert link("x", "data:text/html,1") == "x"
    assert read(element("p", link("x", "https://a.example/"))).tags == ["p", "a"]


def test_tables_name_their_rows_and_columns() -> None:
    made = table("All", ["Name", "Number"], [["a", "1"], ["b", "2"]], numbers=[1]).text
    assert made.count('scope="col"') == 2
    assert made.count('scope="row"') == 2
    assert made.count('class="number"') == 3


def test_long_titles_are_cut() -> None:
    assert len(shortened("x" * 1000)) == 300
    assert shortened("x" * 300) == "x" * 300
