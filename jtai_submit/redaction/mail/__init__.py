"""Mail (RFC 5322) and Outlook items ([MS-OXMSG]): made anew from what a reader sees."""

from ..interface import Format
from .cleaner import clean
from .reader import doubt
from .said import said

__all__ = ["FORMAT", "clean", "doubt"]

FORMAT = Format(clean, doubt, said=said)
