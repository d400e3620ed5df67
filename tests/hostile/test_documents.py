"""What people write in a ruleset is text in its document, and nothing else.

The witness is the same document with harmless words: an independent parser must find the same
elements in both, and in the place of each harmless word the hostile text.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html.parser import HTMLParser
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import texts
from stp_rules.analysis.differences import diff
from stp_rules.analysis.evidence import numbers
from stp_rules.analysis.weights import nominal_shares
from stp_rules.display import shown_joined
from stp_rules.render.document import Method, document_html, document_markdown
from stp_rules.render.markdown import one_line

OWN = texts.texts()
HARMLESS = {text: f"xq{position}qx" for position, text in enumerate(OWN)}
BEFORE = texts.sample({})
"""A version with other texts, so that the new ones stand among the changes too."""


def method(instead: dict[str, str]) -> Method:
    """Return all that the document says of the sample with other texts."""
    ruleset = texts.sample(instead)
    shares, found = nominal_shares(ruleset), numbers(ruleset)
    return Method(ruleset, shares, None, found, BEFORE.reference, diff(BEFORE, ruleset))


class Parsed(HTMLParser):
    """The elements with their attributes, and the texts between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.text = ""
        self.addresses: list[str] = []
        self.others: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note an element with its attributes."""
        self.addresses += [value or "" for name, value in attributes if name == "href"]
        if tag not in ("code", "a"):
            self.elements.append(f"<{tag} {sorted(attributes)}>")
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        if tag not in ("code", "a"):
            self.elements.append(f"</{tag}>")
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Note what is neither an element nor a text."""
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        """Note what is neither an element nor a text."""
        self.others.append(decl)

    handle_pi = unknown_decl = handle_comment


def as_text(text: str) -> str:
    """Return how a text is to be seen: on one line, and nothing in it acts."""
    return shown_joined(" ".join(text.split()))


def said(text: str) -> list[str]:
    """Return the lines that hold something, each without its spaces."""
    return ["".join(line.split()) for line in text.split("\n") if line.strip()]


def assert_only_text(page: str, harmless: str, instead: dict[str, str]) -> None:
    """Hold a page beside the one with harmless words."""
    found, plain = Parsed(page), Parsed(harmless)
    assert found.elements == plain.elements
    assert found.others == plain.others
    assert {it for it in found.addresses if not re.match("https?://", it, re.IGNORECASE)} == set()
    expected = plain.text
    for own, word in HARMLESS.items():
        expected = expected.replace(word, as_text(instead[own]))
    assert said(found.text) == said(expected)


def rendered(markdown: str) -> str:
    """Render Markdown as a site would that trusts it: HTML on, with tables and struck out words."""
    lenient = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return lenient.render(markdown)


PLAIN = method(HARMLESS)
PLAIN_PAGE, PLAIN_MARKDOWN = document_html(PLAIN), document_markdown(PLAIN)


def everywhere(spiteful: Sequence[str], *, first: bool) -> dict[str, str]:
    """Put texts at all places in turn, each beside another number: before it or behind it."""
    placed = enumerate(zip(OWN, cycle(spiteful)))
    return {
        own: f"{text} {position}" if first else f"{position} {text}"
        for position, (own, text) in placed
    }


def test_the_sample_holds_a_text_at_every_place_for_one() -> None:
    """A place that is added to the schema must be added to the sample, and is then drawn."""
    seen = set()
    texts.rewritten(texts.SAMPLE, lambda place, text: seen.add(place) or text)
    names = ("/within", "/tie_break", "/dated", "/points", "/tie_break{keys}", "/condition{keys}")
    others = {
        it for it in texts.free_places() - seen if not it.removesuffix("{keys}").endswith(names)
    }
    assert others == set()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("start", range(0, len(texts.SPITEFUL), 6))
def test_a_spiteful_text_is_text_in_a_document(start: int, *, first: bool) -> None:
    """Wherever it stands, in HTML and in Markdown."""
    turned = texts.SPITEFUL[start:] + texts.SPITEFUL[:start]
    assert_text_in_both(everywhere(turned, first=first))


@settings(max_examples=25)
@given(text=texts.hostile, first=st.booleans())
def test_a_drawn_text_is_text_in_a_document(text: str, *, first: bool) -> None:
    """For every place that holds one, in HTML and in Markdown."""
    assert_text_in_both(everywhere([text], first=first))


def assert_text_in_both(instead: dict[str, str]) -> None:
    """Hold both documents of the sample with other texts beside the harmless ones."""
    drawn = method(instead)
    markdown = document_markdown(drawn)
    assert_only_text(document_html(drawn), PLAIN_PAGE, instead)
    assert_only_text(rendered(markdown), rendered(PLAIN_MARKDOWN), instead)
    bare = re.sub(r"<https?://[^<>]*>|`[^`]*`", "", re.sub(r"\\.", "", markdown))
    assert not re.search(r"https?://|www[.]", bare), "a site would make a link of it"


def test_only_addresses_of_the_web_become_links() -> None:
    """Whatever else stands in `url` is text."""
    (own,) = (it for it in OWN if it.startswith("https://"))
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.org"):
        assert Parsed(document_html(method(HARMLESS | {own: address}))).addresses == []
    for address in ("http://x.org/a_b_(c)", "HTTPS://x.org?a=1&b=2"):
        assert Parsed(document_html(method(HARMLESS | {own: address}))).addresses == [address]


MAIL = [
    "a@b.org",
    "\xe9.a@b.org",
    "a\\\\@b.org",
    "x a.b+c@d-e.org y",
    "a_@b.org",
    "@somebody",
    "`a@b.org",
]


@pytest.mark.parametrize("start", range(len(MAIL)))
def test_nobody_is_mailed_or_called(start: int) -> None:
    """Outside code, of which sites make no links, nothing stands beside an `@`."""
    instead = everywhere([*MAIL[start:], *MAIL[:start]], first=True)
    drawn = method(instead)
    assert_only_text(document_html(drawn), PLAIN_PAGE, instead)
    bare = re.sub(r"<code>.*?</code>", "<code/>", rendered(document_markdown(drawn)))
    assert not re.search(r"[A-Za-z0-9_.+-]@|@[A-Za-z0-9]", bare)


def test_the_page_may_run_and_load_nothing() -> None:
    """Its policy allows its own style, by its digest, and nothing else."""
    style = PLAIN_PAGE.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{}'"
    assert f'http-equiv="Content-Security-Policy" content="{policy.format(digest)}"' in PLAIN_PAGE


JOINED = ["می\u200cخواهم", "क्\u200dष", "ක්\u200dර"]  # noqa: RUF001 - Persian, Hindi, Sinhala


@pytest.mark.parametrize("word", JOINED, ids=["Persian", "Hindi", "Sinhala"])
def test_joiners_of_scripts_that_are_spelt_with_them_are_kept(word: str) -> None:
    """Without them the title is another word, and between such letters they hide nothing."""
    assert one_line(word) == word


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u200db", r"a\u200db"),
        ("\u200cم", "\\u200cم"),
        ("م\u200c", "م\\u200c"),
        ("م\u200c\u200dم", "م\\u200c\\u200dم"),
        ("م\u202eم", "م\\u202eم"),
        ("\U0001f468\u200d\U0001f33e", "\U0001f468\\u200d\U0001f33e"),
    ],
)
def test_joiners_elsewhere_are_shown(text: str, seen: str) -> None:
    """Between Latin letters, at the ends, and beside each other they could only disguise a name."""
    assert one_line(text) == seen
