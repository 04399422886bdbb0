"""The second reader of RTF: striprtf for the body, and a scan of its own for what striprtf passes
over.

The scan goes once through the bytes with a stack of states, where the cleaner builds a tree;
neither its tokens nor its lists are used. It reads the body, headers, footers, notes and the words
of shapes.
"""

import re
from dataclasses import dataclass

from ...documents.examination import Noticed
from ..interface import Cleaned
from ..shared import codepages, residue

_BODY = "the text"
# Rich Text Format 1.9.1: destinations with words of their own, which stand beside the body.
_PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "the header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "the footer"),
    **dict.fromkeys(("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"), "a note"),
    "footnote": "a note",
    "shptxt": "a shape",
    "dptxbxtext": "a shape",
    "annotation": "a comment",
}
_WORDLESS = frozenset(
    "fonttbl colortbl stylesheet info pict fldinst sp filetbl private xe tc bkmkstart bkmkend "
    "objdata objclass "
    "objname fontemb revtbl rsidtbl listtable listoverridetable formfield ffname ffdeftext "
    "ffhelptext ffstattext ffl "
    "ffentrymcr ffexitmcr nonesttables template generator datastore themedata "
    "colorschememapping xmlnstbl userprops "
    "docvar atnid atnauthor atndate atnref atntime atnicn atnparent atrfstart atrfend "
    "nextfile picprop".split()
)
# Starred destinations that draw: readers that know them show their words.
_STARRED = frozenset(
    "shpinst shppict shp do pn ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn background footnote "
    "shptxt ud "
    "momath mathpr mmathpr momathpara nesttableprops txfieldtext annotation listpicture "
    "pnseclvl".split()
)
_TELLS = re.compile(
    rb"\{\s*(?:\\\*\s*)?\\(info|generator|datastore|userprops|docvar|objdata|nextfile|template)\b(?![a-z])",
    re.I,
)
_STEP = re.compile(
    rb"[{}]|\\(?:([a-zA-Z]+)(-?[0-9]+)? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|[^{}\\]+", re.S
)
# Words that end a line, a cell or a page: where they stand, words do not touch.
_SPACES = {"par", "line", "tab", "cell", "row", "sect", "page", "nestcell", "column"}
_PAGE = re.compile(rb"\\ansicpg(\d+)")


@dataclass(slots=True)
class _State:
    place: str = _BODY
    silent: bool = False
    wide: int = 1  # bytes that stand for a \u
    fresh: bool = True  # nothing has been said in the group yet
    starred: bool = False


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """The same words, wherever they show; nothing of what was told is left, in bytes or in
    letters.
    """
    before, after = scan(original), scan(cleaned.data)
    kept = cleaned.kept("H101")
    for place in {**before, **after}:
        if place == "a comment" and not kept:
            continue
        if _bare(before.get(place, "")) != _bare(after.get(place, "")):
            return [Noticed("R202", where=place)]
    read = _stripped(original), _stripped(cleaned.data)
    if None not in read and read[0] != read[1]:
        return [Noticed("R202", where=_BODY)]
    shown = residue.folded(
        [*after.values(), read[1] or "", *(_people(cleaned.data) if cleaned.kept("H102") else [])]
    )
    hits = residue.found(
        cleaned.secrets, [cleaned.data, scan_all(cleaned.data).encode("utf-8", "replace")]
    )
    hits = {secret for secret in hits if residue.folded([secret]) not in shown}
    strange = {found.decode("ascii").lower() for found in _TELLS.findall(cleaned.data)}
    strange -= {"objdata"} if cleaned.kept("H111") else set()
    if strange or hits:
        return [Noticed("R201", len(strange) + len(hits), detail=", ".join(sorted(strange))[:80])]
    return []


def scan(data: bytes) -> dict[str, str]:
    """The words of each place, in order."""
    return _Scan(data, everything=False).words


def scan_all(data: bytes) -> str:
    """Every letter that is written anywhere."""
    return " ".join(_Scan(data, everything=True).words.values())


class _Scan:
    def __init__(self, data: bytes, *, everything: bool) -> None:
        named = _PAGE.search(data[:4096])
        self.page = (codepages.codec(int(named[1])) if named else "") or "cp1252"
        self.everything = everything
        self.words: dict[str, str] = {}
        self._out: dict[str, list[str]] = {}
        self._raw, self._at = bytearray(), _BODY
        self._run(data)
        self._flush()
        self.words = {place: "".join(parts) for place, parts in self._out.items()}

    def _run(self, data: bytes) -> None:
        stack, state, at, skip = list[_State](), _State(), 0, 0
        while step := _STEP.match(data, at):
            at = step.end()
            word, number, byte, sign = step.groups()
            if step[0] == b"{":
                stack.append(state)
                state = _State(state.place, state.silent, state.wide)
                skip = 0
            elif step[0] == b"}":
                state = stack.pop() if stack else _State()
                skip = 0
                if not stack:
                    return  # what stands behind the document is not read
            elif word:
                at, skip = self._word(word.decode("ascii"), number, state, data, at, skip)
            elif sign == b"*":
                state.starred = True
            elif skip and byte:
                skip -= 1
            elif byte:
                state.fresh = False
                self._say(bytes([int(byte, 16)]), state)
            elif sign:
                self._say(sign if sign in b"{}\\" else b" ", state)
            else:
                text = step[0].translate(None, b"\r\n\0")
                state.fresh = state.fresh and not text.strip()
                self._say(text[skip:], state)
                skip = max(0, skip - len(text))

    def _word(
        self, word: str, number: bytes | None, state: _State, data: bytes, at: int, skip: int
    ) -> tuple[int, int]:
        """One control word: where the scan goes on, and how many letters that follow are for old
        readers.
        """
        value = int(number) if number else 0
        if state.fresh:
            state.fresh = False
            name = word.lower()
            # RTF 1.9.1: \* has readers leave out a destination that they do not know.
            if name in _WORDLESS or (state.starred and name not in _STARRED):
                state.silent = True
            state.place = _PLACES.get(name, state.place)
        if word == "bin":
            return at + max(0, value), 0
        if word == "u" and number:
            self._flush()
            self._add(chr(value % 0x10000), state)
            return at, state.wide
        if word == "uc":
            state.wide = max(0, value)
        elif word in _SPACES:
            self._say(b" ", state)
        return at, 0

    def _say(self, raw: bytes, state: _State) -> None:
        if state.silent and not self.everything:
            return
        if state.place != self._at:
            self._flush()
            self._at = state.place
        self._raw += raw

    def _add(self, letter: str, state: _State) -> None:
        if not state.silent or self.everything:
            self._out.setdefault(state.place, []).append(letter)

    def _flush(self) -> None:
        if self._raw:
            text = bytes(self._raw).decode(self.page, "replace")
            self._out.setdefault(self._at, []).append(text)
            self._raw.clear()


def _people(data: bytes) -> list[str]:
    """The names that stay where tracked changes do."""
    found = re.search(rb"\{\\\*\\revtbl(.*?)\}\}", data, re.S)
    return [scan_all(found[1])] if found else []


def _bare(text: str) -> str:
    return "".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())


def _stripped(data: bytes) -> str | None:
    """What striprtf reads; None where it trips over the file, so that the scan alone decides."""
    from striprtf.striprtf import rtf_to_text

    text = data.decode("latin-1")
    named = _PAGE.search(data[:4096])
    if named and not _known(f"cp{int(named[1])}"):  # striprtf asks Python for such a name
        text = re.sub(r"\\ansicpg\d+", r"\\ansicpg1252", text)
    try:
        read: str = rtf_to_text(text, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, TypeError, OverflowError):
        return None
    return read


def _known(name: str) -> bool:
    try:
        return bool("".encode(name) == b"")
    except LookupError:
        return False
