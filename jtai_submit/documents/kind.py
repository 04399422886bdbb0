"""What a file is, by its content: signatures and a look into the container, with libmagic as the second opinion.

libmagic alone is not enough (it knows one mail in nine, and takes most xlsb for xlsx), and on Windows it may be absent.
"""

import io
import re
import unicodedata
import zipfile
from contextlib import suppress
from enum import StrEnum

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
    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    PPTX = "pptx"
    PPTM = "pptm"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
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


SAME = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif", "htm": "html", "heif": "heic", **TEXT_ENDINGS}
_MIME = {"application/pdf": Kind.PDF, "image/jpeg": Kind.JPEG, "image/png": Kind.PNG, "image/gif": Kind.GIF,
         "image/tiff": Kind.TIFF, "image/webp": Kind.WEBP, "image/heic": Kind.HEIC, "text/rtf": Kind.RTF,
         "text/html": Kind.HTML, "message/rfc822": Kind.EML, "application/zip": Kind.ZIP}  # fmt: skip
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", Kind.PNG), (b"\xff\xd8\xff", Kind.JPEG), (b"GIF87a", Kind.GIF),
               (b"GIF89a", Kind.GIF), (b"II*\0", Kind.TIFF), (b"MM\0*", Kind.TIFF), (b"II+\0", Kind.TIFF),
               (b"MM\0+", Kind.TIFF), (b"{\\rtf", Kind.RTF))  # fmt: skip
_OOXML = {
    "wordprocessingml.document.main": Kind.DOCX, "wordprocessingml.template.main": Kind.DOTX,
    "word.document.macroenabled.main": Kind.DOCM, "spreadsheetml.sheet.main": Kind.XLSX,
    "excel.sheet.macroenabled.main": Kind.XLSM, "excel.sheet.binary.macroenabled.main": Kind.XLSB,
    "presentationml.presentation.main": Kind.PPTX, "powerpoint.presentation.macroenabled.main": Kind.PPTM,
}  # fmt: skip
_ODF = {"text": Kind.ODT, "spreadsheet": Kind.ODS, "presentation": Kind.ODP}
_OLE = (("EncryptedPackage", Kind.LOCKED), ("WordDocument", Kind.DOC), ("Workbook", Kind.XLS), ("Book", Kind.XLS),
        ("PowerPoint Document", Kind.PPT), ("__properties_version1.0", Kind.MSG))  # fmt: skip
_SAMPLE = 1 << 20  # bytes that are enough to tell how a text is written
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.I)
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
    if b"%PDF-" in data[:1024] and ending not in TEXT_ENDINGS:  # behind bytes that a server or a mail put before it
        return Kind.PDF
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


def _second_opinion(data: bytes) -> Kind:
    with suppress(ImportError):
        import pylibmagic  # noqa: F401  (it carries libmagic, and must come before magic)
    try:
        import magic

        return _MIME.get(magic.from_buffer(data[:65536], mime=True), Kind.UNKNOWN)
    except Exception:  # absent, or unhappy with these bytes: the first look stands
        return Kind.UNKNOWN


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


def is_text(data: bytes) -> bool:
    """Whether the bytes are plain text in an encoding that people's programs write."""
    try:
        decode(data)
    except ValueError:
        return False
    return True


def decode(data: bytes) -> str:
    """UTF-8, UTF-16, or Windows-1252. Raises ValueError where it is none of these."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\0" in data:
        return data.decode(unmarked(data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def unmarked(data: bytes) -> str:
    """The UTF-16 that a text without a mark is written in. Raises ValueError where it is no text.

    The right order of bytes gives more letters, digits and separators of ASCII than the wrong one;
    and nothing in a text is a control character, or no character at all.
    """
    if len(data) % 2:
        raise ValueError("not text")
    right = max("utf-16-le", "utf-16-be", key=lambda order: _ascii(data, order))
    text = data.decode(right)
    strange = any(unicodedata.category(ch) in ("Cc", "Cn", "Co") for ch in set(text) - set("\t\n\f\r"))
    if strange or _ascii(data, right) * 8 < min(len(text), _SAMPLE // 2):
        raise ValueError("not text")
    return right


def _ascii(data: bytes, order: str) -> int:
    data = data[:_SAMPLE]
    low, high = (data[::2], data[1::2]) if order == "utf-16-le" else (data[1::2], data[::2])
    return sum(h == 0 and (31 < ch < 127 or ch in b"\t\r\n") for ch, h in zip(low, high, strict=True))


def _container(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names and archive.getinfo("[Content_Types].xml").file_size < 2_000_000:
                types = archive.read("[Content_Types].xml").decode("utf-8", "replace").lower()
                return next((kind for word, kind in _OOXML.items() if word in types), Kind.ZIP)
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                word = archive.read("mimetype").decode("ascii", "replace").strip().rpartition(".")[2]
                return _ODF.get(word.removesuffix("-template"), Kind.ZIP)
            return Kind.ZIP
    except Exception:  # not a zip after all, or a broken one
        return Kind.UNKNOWN
