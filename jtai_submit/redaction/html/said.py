"""What a page says: the copy is in UTF-8, as the cleaner wrote it."""

from collections.abc import Iterator, Sequence

from ..shared.page import spoken


def said(data: bytes, _: Sequence[str] = ()) -> Iterator[str]:
    yield spoken(data.decode("utf-8", "replace"))
