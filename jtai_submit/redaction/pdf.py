"""PDF: written anew by qpdf with only what the pages show and what helps to read them.

Only objects that the pages reach are written, so earlier revisions, orphans and bytes around the file stay behind.
On the way, keys that describe the file or its makers go (ISO 32000-1: 7.5.5 trailer, 14.3 metadata, 14.5 page-piece
dictionaries, 12.5 annotations, 12.6 actions). Hidden content is not touched here: `pdf_hidden` finds it, and it blocks.
"""

import base64
import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from . import harvest, pdf_hidden, pdf_reader
from .interface import Cleaned, Format, Unreadable
from .jpeg import strip

CATALOG = {"/Type", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout", "/PageMode",
           "/Outlines", "/OpenAction", "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OCProperties",
           "/Version", "/Extensions", "/OutputIntents"}  # fmt: skip
PAGE = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
        "/Rotate", "/Group", "/Annots", "/Dur", "/Trans", "/StructParents", "/Tabs", "/UserUnit", "/VP", "/PresSteps"}  # fmt: skip
PICTURE = {"/Type", "/Subtype", "/Name", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent",
           "/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/StructParent", "/OC", "/Length",
           "/Filter", "/DecodeParms", "/Matte"}  # fmt: skip
FORM = {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/StructParent",
        "/StructParents", "/OC", "/Name", "/Length", "/Filter", "/DecodeParms"}  # fmt: skip
ANYWHERE = {
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/Thumb",
    "/AA",
    "/AF",
    "/Measure",
    "/PtData",
    "/UserProperties",
}
ANNOTATION = {"/T", "/M", "/CreationDate", "/NM", "/Subj", "/RC", "/IRT", "/RT", "/ExData"}
ACTIONS = {"/GoTo", "/URI", "/Named", "/GoToR", "/SetOCGState", "/Hide", "/GoTo3DView", "/Trans"}
OUTPUT_INTENT = {"/Type", "/S", "/OutputConditionIdentifier", "/DestOutputProfile", "/RegistryName"}
WORDS = {"/AA": "scripts and actions", "/Metadata": "XMP metadata", "/Thumb": "thumbnails"}
PRIVATE = ("/PTEX.", "/ADBE", "/Adobe")
STRUCTURE_ATTRIBUTES = {"/O", "/P"}


def clean(data: bytes) -> Cleaned:
    """A cleaned copy of a PDF. Raises `Unreadable` where it is locked (D004) or broken (D003)."""
    with _opened(data) as pdf:
        out = Cleaned(b"")
        out.noticed += pdf_hidden.find(pdf, data)
        _Scrub(pdf, out).run()
        out.removed = sorted(set(out.removed))
        out.data = _saved(pdf)
    with pikepdf.open(io.BytesIO(out.data)) as again:  # streams that were filtered anew are written otherwise the next
        del again.trailer["/ID"]  # time; written twice, cleaning what is clean changes nothing
        out.data = _saved(again)
    return out


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,  # from the content: the same document gives the same bytes
    )
    return buffer.getvalue()


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Unreadable("D004") from None
    except Exception as e:
        raise Unreadable("D003", type(e).__name__) from None
    try:
        whole = len(pdf.pages) > 0
    except Exception:
        whole = False
    rebuilt = any("reconstruct" in str(warning).lower() for warning in pdf.get_warnings())
    if not whole or (rebuilt and b"%%EOF" not in data[-2048:]):  # recovered, but cut short: pages may be missing
        pdf.close()
        raise Unreadable("D003", "cut short")
    return pdf


class _Scrub:
    """One walk over every object. `gone` collects what was removed, in words."""

    def __init__(self, pdf: pikepdf.Pdf, out: Cleaned) -> None:
        self.pdf, self.out = pdf, out
        self.pictures: dict[int, set[str]] = {}

    def gone(self, what: str, *values: Any) -> None:
        self.out.removed.append(what)
        self.out.secrets |= harvest.telling(value for each in values for value in _strings(each))

    def run(self) -> None:
        self.trailer()
        self.catalog()
        for page in self.pdf.pages:
            self.keep_only(page.obj, PAGE, "page data of programs")
        for holder in _dictionaries(self.pdf):
            self.anything(holder)
            kind, subtype = holder.get("/Type"), holder.get("/Subtype")
            if isinstance(holder, Stream) and subtype == "/Image":
                self.picture(holder)
            elif isinstance(holder, Stream) and subtype == "/Form":
                self.keep_only(holder, FORM, "program data in drawings")
            elif kind == "/Sig" or (kind is None and "/ByteRange" in holder):
                self.gone("signature details", holder)
                for key in list(holder.keys()):
                    del holder[key]
            elif kind == "/OCG":
                for key in ("/Usage", "/Intent"):
                    self.drop(holder, key, "layer details")
            elif kind == "/StructElem" or "/Pg" in holder:
                self.drop(holder, "/T", "titles of structure elements")
            if kind == "/Annot" or ("/Rect" in holder and subtype is not None):
                self.annotation(holder)

    def trailer(self) -> None:
        for key in ("/Info", "/ID"):
            if key in self.pdf.trailer:
                if key == "/Info" and isinstance(self.pdf.trailer[key], Dictionary) and len(self.pdf.trailer[key]):
                    info = self.pdf.trailer[key]
                    self.gone(
                        "document properties", *(v for k, v in info.items() if k not in ("/Producer", "/Creator"))
                    )
                    for key2 in ("/Producer", "/Creator"):  # a product, unless somebody's name or machine is in it
                        self.out.secrets |= {
                            s for s in harvest.telling(_strings(info.get(key2))) if any(ch in s for ch in "\\@")
                        }
                del self.pdf.trailer[key]

    def catalog(self) -> None:
        root = self.pdf.Root
        if "/Names" in root:
            names = root.Names
            if isinstance(names, Dictionary):
                if "/JavaScript" in names:
                    self.gone("scripts and actions")
                for key in set(names.keys()) - {"/Dests"}:
                    del names[key]
        opening = root.get("/OpenAction")
        if isinstance(opening, Dictionary) and opening.get("/S") != "/GoTo":
            self.drop(root, "/OpenAction", "scripts and actions")
        if "/OutputIntents" in root and isinstance(root.OutputIntents, Array):
            for intent in root.OutputIntents:
                if isinstance(intent, Dictionary):
                    self.keep_only(intent, OUTPUT_INTENT, "output intent notes")
        form = root.get("/AcroForm")
        if isinstance(form, Dictionary) and "/SigFlags" in form:
            del form["/SigFlags"]
        if isinstance(root.get("/MarkInfo"), Dictionary):
            self.drop(root.MarkInfo, "/UserProperties", "user properties")
        self.keep_only(root, CATALOG, "document data of programs")
        layers = root.get("/OCProperties")
        if isinstance(layers, Dictionary):
            self.drop(layers, "/Configs", "layer details")
            for key in ("/Creator", "/Name"):
                if isinstance(layers.get("/D"), Dictionary):
                    self.drop(layers.D, key, "layer details")
            for number, layer in enumerate(layers.get("/OCGs", Array()), 1):
                if isinstance(layer, Dictionary) and "/Name" in layer:
                    layer.Name = pikepdf.String(f"Layer {number}")

    def anything(self, holder: Any) -> None:
        """What goes wherever it stands."""
        for key in list(holder.keys()):
            if key in ANYWHERE or key.startswith(PRIVATE):
                if key == "/Metadata" and isinstance(holder.get(key), Stream):
                    self.packet(holder[key])
                self.drop(holder, key, "program data")
        action = holder.get("/A")
        if isinstance(action, Dictionary) and "/S" in action and action.get("/S") not in {Name(a) for a in ACTIONS}:
            self.drop(holder, "/A", "scripts and actions")
        if isinstance(action, Dictionary) and "/Next" in action:
            self.drop(action, "/Next", "scripts and actions")
        if holder.get("/O") == "/UserProperties":
            self.drop(holder, "/P", "user properties")

    def annotation(self, holder: Any) -> None:
        field = holder.get("/Subtype") == "/Widget" or "/FT" in holder
        for key in ANNOTATION:
            if key in holder and not (field and key == "/T"):  # a field's /T is its name, and holds the form together
                self.drop(holder, key, "names and dates of annotations")

    def packet(self, stream: Stream) -> None:
        try:
            self.out.secrets |= harvest.xmp(stream.read_bytes())
        except Exception:  # a packet in a filter that nobody reads goes unread
            return

    def picture(self, picture: Stream) -> None:
        self.keep_only(picture, PICTURE, "program data in pictures")
        found = embedded_jpeg(picture)
        if found is None:
            if _filters(picture)[-1:] == ["/JPXDecode"]:
                self.jpx(picture)
            return
        stripped, segments = strip(found)
        if segments or len(_filters(picture)) > 1:
            for segment in segments:
                if hash(segment) not in self.pictures:
                    self.pictures[hash(segment)] = harvest.jpeg_segment(segment)
                self.out.secrets |= self.pictures[hash(segment)]
            parms = picture.get("/DecodeParms")
            if isinstance(parms, Array):
                parms = parms[-1] if len(parms) else None
            picture.write(
                stripped, filter=Name.DCTDecode, decode_parms=parms if isinstance(parms, Dictionary) else None
            )
        if segments:
            self.gone("metadata of pictures")

    def jpx(self, picture: Stream) -> None:
        raw = picture.read_raw_bytes()
        kept = b"".join(box for kind, box in _boxes(raw) if kind not in (b"xml ", b"uuid", b"uinf"))
        if kept and len(kept) != len(raw):
            picture.write(kept, filter=Name.JPXDecode)
            self.gone("metadata of pictures")

    def keep_only(self, holder: Any, keys: set[str], what: str) -> None:
        for key in set(holder.keys()) - keys:
            if key == "/Metadata" and isinstance(holder.get(key), Stream):
                self.packet(holder[key])
            self.drop(holder, key, what)

    def drop(self, holder: Any, key: str, what: str) -> None:
        if key in holder:
            what = WORDS.get(key, what)
            if key in ("/PieceInfo", "/T", "/NM", "/Subj", "/Usage", "/A", "/AA", "/P") or key.startswith(PRIVATE):
                self.gone(what, holder[key])
            else:
                self.gone(what)
            del holder[key]


def embedded_jpeg(picture: Any) -> bytes | None:
    """The JPEG inside a picture, its outer filters undone; None where there is none or a filter is not known."""
    filters = _filters(picture)
    if filters[-1:] != ["/DCTDecode"] or len(filters) > 3:
        return None
    raw = picture.read_raw_bytes()
    try:
        for name in filters[:-1]:
            if name == "/FlateDecode":
                raw = zlib.decompressobj().decompress(raw, 300_000_000)
            elif name == "/ASCII85Decode":
                raw = base64.a85decode(raw.strip().removesuffix(b"~>").removeprefix(b"<~"))
            elif name == "/ASCIIHexDecode":
                raw = bytes.fromhex(raw.decode("ascii").partition(">")[0])
            else:
                return None
    except (ValueError, zlib.error):
        raise Unreadable("D003", "picture") from None
    return raw if raw[:2] == b"\xff\xd8" else None


def _filters(stream: Any) -> list[str]:
    named = stream.get("/Filter")
    return [str(f) for f in named] if isinstance(named, Array) else [str(named)] if named is not None else []


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The top-level boxes of a JP2 file (ISO/IEC 15444-1 Annex I); nothing for a bare codestream."""
    at = 0
    while at + 8 <= len(data) and data[:4] != b"\xff\x4f\xff\x51":
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        size = size or len(data) - at
        if size < head:
            return
        yield data[at + 4 : at + 8], data[at : at + size]
        at += size


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream, nested direct ones too."""
    for thing in pdf.objects:
        stack = [thing]
        while stack:
            item = stack.pop()
            if isinstance(item, (Dictionary, Stream)):
                yield item
                stack += [v for v in item.values() if isinstance(v, (Dictionary, Array)) and not v.is_indirect]
            elif isinstance(item, Array):
                stack += [v for v in item if isinstance(v, (Dictionary, Array)) and not v.is_indirect]


def _strings(value: Any, depth: int = 8) -> Iterator[str]:
    """The texts in a value that is about to go."""
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, (Dictionary, Stream)) and depth:
        for key, inner in value.items():
            if key not in ("/Parent", "/P", "/Pg", "/Contents", "/ByteRange", "/Cert", "/Font", "/Resources"):
                yield from _strings(inner, depth - 1)
    elif isinstance(value, Array) and depth:
        for inner in value:
            yield from _strings(inner, depth - 1)


FORMAT = Format(clean, pdf_reader.doubt)
