"""ZIP files: each member is cleaned as a document of its own."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt)
