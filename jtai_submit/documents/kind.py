"""What a file is, by its content: signatures and a look into the container; puremagic has the
second opinion on every system, and libmagic, where it is, may doubt it.

libmagic alone is not enough: it knows one mail in nine, takes most xlsb for xlsx, and is absent on
Windows.
"""

import io
import re
import zipfile
from enum import StrEnum

from .opinion import libmagic, likeliest
from .text import is_text
from .unsendable import sort

TEXT_ENDINGS = {
    "txt": "txt",
    "text": "txt",
    "csv": "csv",
    "tsv": "csv",
    "md": "md",
    "markdown": "md",
}


class Kind(StrEnum):
    """Kinds of document; the value is the ending that fits."""

    PDF = "pdf"
    TXT = "txt"
    CSV = "csv"
    MD = "md"
    DOCX = "docx"
    DOTX = "dotx"
    DOCM = "docm"
    DOTM = "dotm"
    XLSX = "xlsx"
    XLSM = "xlsm"
    XLTX = "xltx"
    XLTM = "xltm"
    XLSB = "xlsb"
    PPTX = "pptx"
    PPTM = "pptm"
    PPSX = "ppsx"
    PPSM = "ppsm"
    POTX = "potx"
    POTM = "potm"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    OTT = "ott"
    OTS = "ots"
    OTP = "otp"
    ODG = "odg"
    ODB = "odb"
    ODM = "odm"
    FODT = "fodt"
    FODS = "fods"
    FODP = "fodp"
    VSDX = "vsdx"
    EPUB = "epub"
    XPS = "xps"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    MSG = "msg"
    LOCKED = "locked"  # an encrypted Office file
    JPEG = "jpg"
    PNG = "png"
    GIF = "gif"
    TIFF = "tif"
    WEBP = "webp"
    HEIC = "heic"
    RTF = "rtf"
    HTML = "html"
    EML = "eml"
    ZIP = "zip"
    EMPTY = "empty"
    UNKNOWN = "unknown"


# What people call the kinds whose endings few of them know.
_CALLED: dict[str, str] = {
    Kind.DOTX: "a Word template",
    Kind.DOTM: "a Word template with macros",
    Kind.XLTX: "an Excel template",
    Kind.XLTM: "an Excel template with macros",
    Kind.PPSX: "a PowerPoint show",
    Kind.PPSM: "a PowerPoint show with macros",
    Kind.POTX: "a PowerPoint template",
    Kind.POTM: "a PowerPoint template with macros",
    Kind.OTT: "an OpenDocument text template",
    Kind.OTS: "an OpenDocument spreadsheet template",
    Kind.OTP: "an OpenDocument presentation template",
    Kind.ODG: "an OpenDocument drawing",
    Kind.ODB: "an OpenDocument database",
    Kind.ODM: "an OpenDocument master document",
    Kind.FODT: "an OpenDocument text in one XML file",
    Kind.FODS: "an OpenDocument spreadsheet in one XML file",
    Kind.FODP: "an OpenDocument presentation in one XML file",
    Kind.VSDX: "a Visio drawing",
    Kind.EPUB: "an e-book",
    Kind.XPS: "an XPS document",
}


def called(kind: str) -> str:
    """A kind in words: `a PowerPoint show`, `a PDF file`."""
    return _CALLED.get(kind, f"a {kind.upper()} file")


SAME = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif", "htm": "html", "heif": "heic", **TEXT_ENDINGS}
_MIME = {
    "application/pdf": Kind.PDF,
    "image/jpeg": Kind.JPEG,
    "image/png": Kind.PNG,
    "image/gif": Kind.GIF,
    "image/tiff": Kind.TIFF,
    "image/webp": Kind.WEBP,
    "image/heic": Kind.HEIC,
    "text/rtf": Kind.RTF,
    "text/html": Kind.HTML,
    "message/rfc822": Kind.EML,
    "application/zip": Kind.ZIP,
}
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"II+\0", Kind.TIFF),
    (b"MM\0+", Kind.TIFF),
    (b"{\\rtf", Kind.RTF),
)
_OOXML = {
    "wordprocessingml.document.main": Kind.DOCX,
    "wordprocessingml.template.main": Kind.DOTX,
    "word.document.macroenabled.main": Kind.DOCM,
    "spreadsheetml.sheet.main": Kind.XLSX,
    "excel.sheet.macroenabled.main": Kind.XLSM,
    "excel.sheet.binary.macroenabled.main": Kind.XLSB,
    "presentationml.presentation.main": Kind.PPTX,
    "powerpoint.presentation.macroenabled.main": Kind.PPTM,
    "word.template.macroenabledtemplate.main": Kind.DOTM,
    "spreadsheetml.template.main": Kind.XLTX,
    "excel.template.macroenabled.main": Kind.XLTM,
    "presentationml.slideshow.main": Kind.PPSX,
    "powerpoint.slideshow.macroenabled.main": Kind.PPSM,
    "presentationml.template.main": Kind.POTX,
    "powerpoint.template.macroenabled.main": Kind.POTM,
    "visio.drawing.main": Kind.VSDX,
    "visio.stencil.main": Kind.VSDX,
    "visio.template.main": Kind.VSDX,
    "package.xps-fixeddocument": Kind.XPS,
    "oxps-fixeddocument": Kind.XPS,
}
# OpenDocument 1.3 part 2, appendix C: the last words of the media types of packages.
_ODF = {
    "text": Kind.ODT,
    "text-template": Kind.OTT,
    "text-web": Kind.ODT,
    "text-master": Kind.ODM,
    "spreadsheet": Kind.ODS,
    "spreadsheet-template": Kind.OTS,
    "presentation": Kind.ODP,
    "presentation-template": Kind.OTP,
    "graphics": Kind.ODG,
    "graphics-template": Kind.ODG,
    "base": Kind.ODB,
    "database": Kind.ODB,
}
_FLAT_ODF = {"text": Kind.FODT, "spreadsheet": Kind.FODS, "presentation": Kind.FODP}
_FLAT = re.compile(
    rb"<(\w+:)?document\b[^>]*\boffice:mimetype=[\"']application/vnd\.oasis\.opendocument\.([a-z]+)"
)
_OLE = (
    ("EncryptedPackage", Kind.LOCKED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("PowerPoint Document", Kind.PPT),
    ("__properties_version1.0", Kind.MSG),
)
_LOOK = 1 << 16  # bytes that the second opinion is given
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.I)
# WHATWG, MIME Sniffing, 7.1: what browsers take for a page, without tags of one letter, which XML
# may begin with too. Case systems export tables so, under the name of a workbook.
_PART_OF_A_PAGE = re.compile(
    rb"<(?:head|script|iframe|h1|div|font|table|style|title|body)[\s>]", re.I
)
_BEFORE_A_PAGE = ((b"<?xml", b"?>"), (b"<!--", b"-->"))  # XHTML 1.0, C.1; comments of browsers
_MAIL = re.compile(rb"\A(?:From [^\n]*\n)?(?:[A-Za-z][\w-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MAIL_HEADS = re.compile(rb"^(?:from|to|subject|received|message-id|date):", re.I | re.M)


def identify(data: bytes, ending: str) -> Kind:
    """The kind of a document. `ending` (lower case, no dot) only tells plain texts apart."""
    if not data:
        return Kind.EMPTY
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in (
        b"heic",
        b"heix",
        b"mif1",
        b"hevc",
        b"heim",
        b"msf1",
    ):
        return Kind.HEIC
    if data.startswith(b"PK"):
        return _container(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for name, kind in _OLE if name.encode("utf-16-le") in data), Kind.UNKNOWN)
    # Behind bytes that a server or a mail put before it.
    if b"%PDF-" in data[:1024] and ending not in TEXT_ENDINGS:
        return Kind.PDF
    if flat := _flat(data[:65536]):
        return flat
    if ending not in TEXT_ENDINGS:
        if sort(data):
            return Kind.UNKNOWN
        start = _narrow(data[:8192])
        if _begins_a_page(start):
            return Kind.HTML
        start = start.lstrip(b"\r\n")
        if _MAIL.match(start) and _MAIL_HEADS.search(start):
            return Kind.EML
    if ending in TEXT_ENDINGS and is_text(data):
        return Kind(TEXT_ENDINGS[ending])
    return _second_opinion(data)


def _flat(start: bytes) -> Kind | None:
    """OpenDocument in one XML file (OpenDocument 1.3 part 3, 3.1.2: `office:document`)."""
    found = _FLAT.search(start) if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None
    return _FLAT_ODF.get(found[2].decode()) if found else None


def _second_opinion(data: bytes) -> Kind:
    start = data[:_LOOK]
    begins = _narrow(start).lstrip()
    page = bool(_PART_OF_A_PAGE.match(begins))
    kind = Kind.HTML if page else _MIME.get(likeliest(begins, _MIME), Kind.UNKNOWN)
    doubt = _MIME.get(libmagic(start), kind) is not kind
    return Kind.UNKNOWN if doubt else kind


def _begins_a_page(start: bytes) -> bool:
    """Whether a page begins, behind white space, the declaration of XML, and comments."""
    start = start.lstrip()
    while True:
        end = next((e for begin, e in _BEFORE_A_PAGE if start.startswith(begin)), b"")
        at = start.find(end) if end else -1
        if at < 0:
            return bool(_PAGE.match(start))
        start = start[at + len(end) :].lstrip()


def _narrow(start: bytes) -> bytes:
    """The first bytes as one byte a letter, without the mark that says how they are written."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", "ignore").encode("utf-8", "ignore")
    return start.removeprefix(b"\xef\xbb\xbf")


def _container(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Names of parts are alike whatever their case (ISO/IEC 29500-2, 6.3.5).
            names = {name.lower(): name for name in reversed(archive.namelist())}
            if types := _member(archive, names.get("[content_types].xml", ""), 2_000_000):
                words = types.decode("utf-8", "replace").lower()
                return next((kind for word, kind in _OOXML.items() if word in words), Kind.ZIP)
            if word := _member(archive, names.get("mimetype", ""), 200):
                if word.startswith(b"application/epub+zip"):
                    return Kind.EPUB
                last = word.decode("ascii", "replace").strip().rpartition(".")[2]
                return _ODF.get(last, Kind.ZIP)
            return Kind.ZIP
    except Exception:  # not a zip after all, or a broken one
        return Kind.UNKNOWN


def _member(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """A member of at most `largest` bytes; nothing where it is not there, or larger."""
    return archive.read(name) if name and archive.getinfo(name).file_size < largest else b""
