"""Pictures: whatever does not draw is taken out, and every pixel stays."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt)
