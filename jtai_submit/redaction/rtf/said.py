"""What an RTF says: its body, headers, notes and shapes."""

from collections.abc import Iterable, Sequence

from .reader import scan


def said(data: bytes, _: Sequence[str] = ()) -> Iterable[str]:
    return scan(data).values()
