"""Rich Text Format 1.9.1: only the destinations that draw are kept."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt
from .said import said

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt, said=said)
