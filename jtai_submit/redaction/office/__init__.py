"""Word, Excel and PowerPoint (ECMA-376): packed anew from an allow-list of parts and elements."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt
from .said import said

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt, said=said)
