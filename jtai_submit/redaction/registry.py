"""Which kinds can be cleaned, and by whom. A new format is one new file and one line here."""

from collections.abc import Callable
from importlib import import_module

from ..documents.kind import Kind
from .interface import Format

_MODULES = {
    Kind.PDF: "pdf",
    Kind.TXT: "text",
    Kind.CSV: "text",
    Kind.MD: "text",
    Kind.RTF: "rtf",
    Kind.HTML: "html",
    Kind.EML: "mail",
    Kind.MSG: "mail",
    Kind.ZIP: "archive",
    Kind.JPEG: "image",
    Kind.PNG: "image",
    Kind.GIF: "image",
    Kind.TIFF: "image",
    Kind.WEBP: "image",
    Kind.HEIC: "image",
    Kind.DOCX: "office",
    Kind.DOTX: "office",
    Kind.DOCM: "office",
    Kind.DOTM: "office",
    Kind.XLSX: "office",
    Kind.XLSM: "office",
    Kind.XLTX: "office",
    Kind.XLTM: "office",
    Kind.PPTX: "office",
    Kind.PPTM: "office",
    Kind.PPSX: "office",
    Kind.PPSM: "office",
    Kind.POTX: "office",
    Kind.POTM: "office",
    Kind.ODT: "opendocument",
    Kind.ODS: "opendocument",
    Kind.ODP: "opendocument",
    Kind.OTT: "opendocument",
    Kind.OTS: "opendocument",
    Kind.OTP: "opendocument",
}


def supported(kind: Kind) -> bool:
    return kind in _MODULES


def format_of(kind: Kind, load: Callable[..., object] = import_module) -> Format:
    """The format of a supported kind; its libraries are imported now, not before."""
    module = load(f".{_MODULES[kind]}", __package__)
    return module.FORMAT  # type: ignore[attr-defined, no-any-return]
