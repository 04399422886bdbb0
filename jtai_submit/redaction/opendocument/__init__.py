"""OpenDocument texts, sheets and presentations (OASIS ODF 1.3): packed anew from an allow-list."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt
from .said import said

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt, said=said)
