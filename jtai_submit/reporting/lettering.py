"""Letters on the pages that are drawn as PDF: which typefaces, and how text falls into lines."""

from functools import lru_cache

PLAIN, BOLD = "Vera", "VeraBd"  # with reportlab: more letters than a PDF's own typefaces have
INK, LINK, RULE = "#16191d", "#1d4f91", "#b9bdc2"


def typefaces() -> None:
    """Have reportlab know them."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (PLAIN, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


@lru_cache(4096)
def in_lines(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """The text in lines that fit; a word that does not is cut."""
    done, line, left = list[str](), "", width
    blank = _width(" ", face, size)
    for word in text.split():
        pieces = _pieces(word, face, size, width)
        for n, (piece, wide) in enumerate(pieces):
            if n or (line and wide + blank > left):
                done.append(line)
                line, left = "", width
            line = f"{line} {piece}" if line else piece
            left -= wide + blank
    return (*done, line) if line else tuple(done)


def _pieces(word: str, face: str, size: float, width: float) -> list[tuple[str, float]]:
    """A word, or the pieces of one that is wider than its column, each with its width; cut behind
    a `_` or `-` where one is near.
    """
    out, start, wide = list[tuple[str, float]](), 0, 0.0
    cut, before = 0, 0.0  # behind the last such sign, and how wide it is up to there
    for n, letter in enumerate(word):
        own = _width(letter, face, size)
        while wide + own > width and n > start:
            end, done = (cut, before) if cut > start and before > width / 2 else (n, wide)
            out.append((word[start:end], done))
            start, wide = end, wide - done
        wide += own
        if letter in "_-":
            cut, before = n + 1, wide
    return [*out, (word[start:], wide)]


@lru_cache(4096)
def _width(letter: str, face: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(letter, face, size))
