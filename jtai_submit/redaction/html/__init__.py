"""HTML pages: only elements and attributes that show."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt)
