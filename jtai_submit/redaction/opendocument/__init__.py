"""OpenDocument texts, sheets and presentations (OASIS ODF 1.3): packed anew from an allow-list."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt

FORMAT = Format(clean, doubt)
