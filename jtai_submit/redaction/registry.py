"""Which families of documents can be cleaned. A new format is one new package and one line here."""

from importlib import import_module

from ..documents.kind import Kind, identify
from .interface import Format

# Each family with the kinds that it cleans, as `documents.kind` calls them. A kind that is not
# known there is told by the `looks_like` of its own format.
FAMILIES: dict[str, tuple[str, ...]] = {
    "pdf": (Kind.PDF,),
    "office": (
        *(Kind.DOCX, Kind.DOTX, Kind.DOCM, Kind.DOTM),
        *(Kind.XLSX, Kind.XLSM, Kind.XLTX, Kind.XLTM),
        *(Kind.PPTX, Kind.PPTM, Kind.PPSX, Kind.PPSM, Kind.POTX, Kind.POTM),
    ),
    "opendocument": (Kind.ODT, Kind.ODS, Kind.ODP, Kind.OTT, Kind.OTS, Kind.OTP),
    "image": (Kind.JPEG, Kind.PNG, Kind.GIF, Kind.TIFF, Kind.WEBP, Kind.HEIC),
    "mail": (Kind.EML, Kind.MSG),
    "html": (Kind.HTML,),
    "rtf": (Kind.RTF,),
    "text": (Kind.TXT, Kind.CSV, Kind.MD),
    "archive": (Kind.ZIP,),
}
_FAMILY = {str(kind): family for family, kinds in FAMILIES.items() for kind in kinds}


def supported(kind: str) -> bool:
    return str(kind) in _FAMILY


def format_of(kind: str) -> Format:
    """The format of a supported kind; its libraries are imported now, not before."""
    module = import_module(f".{_FAMILY[str(kind)]}", __package__)
    found: Format = module.FORMAT
    return found


def identified(data: bytes, ending: str) -> str:
    """The kind of a document, by its content; `ending` (lower case, no dot) only tells
    texts apart.
    """
    kind = identify(data, ending)
    if kind is not Kind.UNKNOWN:
        return kind
    own = (kind for kind in _FAMILY if kind not in _KNOWN and _looks_like(kind, data))
    return next(own, kind)


_KNOWN = frozenset(str(kind) for kind in Kind)


def _looks_like(kind: str, data: bytes) -> bool:
    look = format_of(kind).looks_like
    return look is not None and look(data)
