"""HTML pages: only elements and attributes that show."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt
from .said import said

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt, said=said)
