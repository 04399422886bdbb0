"""Bytes as text, by the label that a page or a mail gives its letters, as browsers read these
labels (WHATWG Encoding).
"""

import codecs

from ...documents.text import decode

_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
}


def known(label: str) -> str:
    """The encoding that a label stands for; empty where there is none of that name."""
    try:
        name = codecs.lookup(label).name if label else ""
    except LookupError:
        return ""
    return _MEANT.get(name, name)


def decoded(data: bytes, label: str) -> str:
    """The text; single bytes that are no letters become the sign for that. Raises ValueError for
    what is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or not known(label):
        return decode(data)
    return data.decode(known(label), "replace")
