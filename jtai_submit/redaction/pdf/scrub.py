"""The walk through a PDF from its trailer down: of each object only the keys that its kind may have
stay.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ..interface import Cleaned, Unreadable
from ..shared import harvest
from . import cmaps, fonts, pictures, staying
from .dropped import QUIET, REFERRING, WORDS, day, texts
from .grammar import LEAF, MAPS, SIGNS, STREAM, Kinds
from .kinds import kind_of
from .streams import rewritten, unwrap

# ISO 32000-1, table 6, and the short names of table 94; /Crypt, which ciphers, is not among them.
_FILTERS = set(
    """
    /ASCIIHexDecode /ASCII85Decode /LZWDecode /FlateDecode /RunLengthDecode /CCITTFaxDecode
    /JBIG2Decode /DCTDecode /JPXDecode /AHx /A85 /LZW /Fl /RL /CCF /DCT
    """.split()
)
# What says which kind of colour, shading, function, pattern or halftone a stream is.
_PAINTS = ("/FunctionType", "/ShadingType", "/PatternType", "/HalftoneType", "/N")
# As they are.
_STAYING = {"/FlateDecode", "/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}


class Scrub:
    """One walk from the trailer down. What goes is said in words, and its texts become secrets."""

    def __init__(self, pdf: pikepdf.Pdf, out: Cleaned, kinds: Kinds) -> None:
        self.pdf, self.out, self.kinds = pdf, out, kinds
        self.pages = {page.obj.objgen for page in pdf.pages}
        self.seen: set[tuple[int, int]] = set()
        self.layers = 0
        self.streams: list[Any] = []
        self.drawing: list[tuple[Any, str]] = []  # streams with instructions, and their kind
        self.masks: set[tuple[int, int]] = set()  # groups that are soft masks
        self.staying = staying.Texts()
        self.went: list[tuple[str, tuple[Any, ...]]] = []  # keys that were dropped, and values
        self.filtered_anew = False

    def run(self) -> None:
        trailer = self.pdf.trailer
        info = trailer.get("/Info")
        if isinstance(info, Dictionary) and len(info):
            self.out.dated = day(str(info.get("/ModDate") or info.get("/CreationDate") or ""))
            self.gone(
                "/Info",
                *(value for key, value in info.items() if key not in ("/Producer", "/Creator")),
            )
            self.staying.titles = harvest.telling(texts([info.get("/Title"), info.get("/Subject")]))
            # Table 317: what the two name is a program, unless somebody's computer is in its name.
            programs = harvest.telling(texts([info.get("/Producer"), info.get("/Creator")]))
            self.out.secrets |= {text for text in programs if harvest.names_a_machine(text)}
        # ISO 32000-1, table 15: programs add keys, and a cross-reference stream (table 17) brings
        # its own.
        for key in set(trailer.keys()) - {"/Root", "/Size", "/Encrypt"}:
            del trailer[key]
        stack: list[tuple[Any, str]] = [(self.pdf.Root, "catalog")]
        while stack:
            stack += self.visit(*stack.pop())
        self.learn()
        self.staying.settle_fonts(self.out.secrets)

    def visit(self, thing: Any, kind: str) -> Iterator[tuple[Any, str]]:
        """Clean one object by its kind, and hand on what stands behind its keys."""
        if isinstance(thing, Array):
            yield from self.array(thing, kind)
            return
        if not isinstance(thing, (Dictionary, Stream)):
            return
        if thing.is_indirect:
            if thing.objgen in self.seen:
                return
            self.seen.add(thing.objgen)
        allowed = self.kinds.get(kind, STREAM)
        if (
            kind == "annotation"
            and "/T" in thing
            and not (_is_field(thing) or self.out.kept("H101"))
        ):
            # The author (table 170); a field's /T is its name (table 220), and holds the form
            # together.
            self.drop(thing, "/T")
        for key in list(thing.keys()):
            inner = MAPS.get(kind) or allowed.get(key, "")
            value = thing[key]
            if not inner or not self.fits(value, inner, kind, key):
                self.drop(thing, key)
            elif inner != LEAF:
                yield (
                    value,
                    self.kind_of(value, inner)
                    if isinstance(value, (Dictionary, Stream))
                    else inner,
                )
            elif isinstance(value, (pikepdf.String, Array)) or kind == "annotation":
                self.look(thing, kind, key, value)
        # Table 144: the group whose brightness or opacity is the mask.
        if kind == "soft-mask" and isinstance(thing.get("/G"), Stream):
            self.masks.add(thing.G.objgen)
        # Table 98: the name of a layer is what its author called it; viewers list it.
        if kind in ("layer", "property") and "/Name" in thing:
            self.layers += 1
            thing.Name = pikepdf.String(f"Layer {self.layers}")
        if isinstance(thing, Stream):
            self.stream(thing, kind)

    def stream(self, thing: Stream, kind: str) -> None:
        """Clean what a stream holds, by its kind."""
        unwrap(thing)
        if not set(pictures.filters(thing)) <= _FILTERS:
            # no viewer shows what is in it, and nobody can look into it
            raise Unreadable("D003", "a stream in an unknown filter")
        self.streams.append(thing)
        self.filtered_anew |= str(thing.get("/Filter")) not in _STAYING
        if kind == "paint" and "/N" in thing and "/FunctionType" not in thing:
            # Table 66: only the stream of an ICC profile says how many components it has.
            self.filtered_anew |= pictures.strip_profile(thing)
        elif kind == "paint" and thing.get("/FunctionType") == 4:
            # 7.10.5: a calculator is a program, and programs can hold remarks.
            rewritten(thing, cmaps.calculator)
        elif kind == "paint" and not _is_palette(thing) and not set(_PAINTS) & set(thing.keys()):
            raise Unreadable("D003", "a colour whose kind is not said")
        elif kind == "font-file":
            if fonts.rewrite(thing):
                self.out.removed.append("names in embedded fonts")
        elif kind == "encoding":
            rewritten(thing, cmaps.cmap)
            if "/CMapName" in thing:
                thing.CMapName = cmaps.NAME
        elif kind in ("glyph", "drawing") or "/PatternType" in thing:
            # 8.7.3.1: a tiling pattern is a stream of instructions like a form's.
            self.drawing.append((thing, kind))
        if pictures.strip(thing, self.out):
            self.out.removed.append("metadata of pictures")

    def look(self, thing: Any, kind: str, key: str, value: Any) -> None:
        """Note the texts that stay, and take out those that are not what their key should hold."""
        if kind == "annotation" and key == "/Name" and str(value) not in SIGNS:
            del thing[key]  # the sign's own appearance is drawn in any case
        elif key == "/Lang" and not staying.is_language(str(value)):
            del thing[key]
        elif kind == "output" and not staying.is_print_condition(str(value)):
            thing[key] = pikepdf.String("Custom")  # ISO 32000-1, table 365
        elif kind not in staying.BINARY and not (key == "/Name" and kind in ("layer", "property")):
            self.staying.add(thing, kind, key, value)

    def kind_of(self, value: Any, expected: str) -> str:
        kept = (
            expected == "annotation"
            and str(value.get("/Subtype") or "") == "/Popup"
            and self.out.kept("H101")
        )
        return expected if kept else kind_of(value, expected)

    def array(self, things: Array, kind: str) -> Iterator[tuple[Any, str]]:
        for n in range(len(things)):
            value = things[n]
            if isinstance(value, (Dictionary, Stream)):
                if not self.fits(value, kind, "", ""):
                    things[n] = pikepdf.Object.parse(b"null")
                else:
                    yield value, self.kind_of(value, kind)
            elif isinstance(value, Array):
                yield value, kind
            elif isinstance(value, pikepdf.String) and kind not in staying.BINARY:
                self.staying.add(None, kind, "/Names", value)

    def fits(self, value: Any, kind: str, parent: str, key: str) -> bool:
        """Whether a value may stand behind a key of this kind."""
        if isinstance(value, (Dictionary, Stream)):
            told = "" if kind == LEAF else self.kind_of(value, kind)
            if not told or (
                isinstance(value, Stream) and "/Length" not in self.kinds.get(told, {})
            ):
                return False
            if value.get("/Type") == Name.Page and value.objgen not in self.pages:
                return False  # a page that was taken out, and is still referred to
            # 12.7.4.5: a field whose value is a dictionary is a signature; it signs the old bytes.
            return not (key == "/V" and parent == "annotation")
        if isinstance(value, Array) and kind == LEAF:
            return _plain(value)
        # 14.8.5.7: what attributes say in texts of their own is said of tables.
        if parent == "attributes" and isinstance(value, pikepdf.String):
            return key in ("/Headers", "/Summary", "/Short")
        return True

    def drop(self, holder: Any, key: str) -> None:
        value = holder[key]
        if (key == "/Subj" and str(value) in staying.DULL) or (
            key == "/Info"
            and isinstance(value, pikepdf.String)
            and staying.is_print_condition(str(value))
        ):
            # What programs write by themselves tells nothing.
            self.gone(key)
            del holder[key]
            return
        if key == "/Metadata" or (isinstance(value, Stream) and value.get("/Subtype") == Name.XML):
            self.packet(value)
        self.gone(key, value)
        del holder[key]

    def gone(self, key: str, *values: Any) -> None:
        if key not in QUIET:
            self.out.removed.append(WORDS.get(key, "other data of programs"))
        self.went.append((key, values))

    def learn(self) -> None:
        """Make secrets of the texts that went, but for those in objects that stay, and for names by
        which what went referred to what stays.
        """
        for key, values in self.went:
            told = harvest.telling(texts(values, self.seen))
            self.out.secrets |= told - self.staying.ids if key in REFERRING else told

    def packet(self, stream: Any) -> None:
        try:
            self.out.secrets |= harvest.xmp(stream.read_bytes())
        except Exception:  # a packet in a filter that nobody reads goes unread
            return


def _is_palette(stream: Any) -> bool:
    """8.6.6.3: the table of an indexed colour space is a stream of bytes, about which nothing is
    said.
    """
    return not set(stream.keys()) - {"/Length", "/Filter", "/DecodeParms"}


def _is_field(annotation: Any) -> bool:
    return any(key in annotation for key in ("/FT", "/Kids", "/Parent"))


def _plain(values: Array, depth: int = 8) -> bool:
    """An array of numbers, names and texts, nested at most so deep."""
    return depth > 0 and all(
        _plain(v, depth - 1) if isinstance(v, Array) else not isinstance(v, (Dictionary, Stream))
        for v in values
    )
