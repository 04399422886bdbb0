"""What the second readers take for the words of a page: by the parser of the standard library, not
by lxml.
"""

from html.parser import HTMLParser

UNREAD = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "xml",
        "canvas",
        "datalist",
        "desc",
        "metadata",
    }
)  # elements whose words no reader shows


class Words(HTMLParser):
    """Collects the words of a page, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in UNREAD

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in UNREAD and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def words(text: str) -> str:
    """The words of a page without white space."""
    reader = Words()
    reader.feed(text)
    reader.close()
    return "".join("".join(reader.words).split())


_BLOCKS = frozenset(
    "p div br li tr h1 h2 h3 h4 h5 h6 blockquote pre dt dd section article header "
    "footer table".split()
)
_CELLS = frozenset(("td", "th"))


_READ_ALOUD = frozenset("alt title placeholder aria-label value label summary".split())


class Spoken(Words):
    """The same with the ends of paragraphs and cells, and with what attributes say to people."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self._end(tag)
        for name, value in attrs:
            if name in _READ_ALOUD and value and not self.silent:
                self.words += ["\n\n", value, "\n\n"]

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._end(tag)

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n\n")
        elif tag in _CELLS:
            self.words.append("\t")


def spoken(text: str) -> str:
    """The words of a page, as they are read."""
    reader = Spoken()
    reader.feed(text)
    reader.close()
    return "".join(reader.words)
