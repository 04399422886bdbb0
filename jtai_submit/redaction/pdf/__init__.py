"""PDF (ISO 32000-1): written anew with pikepdf, read again with pypdf and PDFium."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt
from .said import said

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt, said=said)
