"""age's ASCII armor: strict PEM (RFC 7468) with the label AGE ENCRYPTED FILE and lines of 64
columns.
"""

from .stanzas import AgeError, unb64

_BEGIN, _END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"


class ArmorError(AgeError):
    pass


def armored(data: bytes) -> bool:
    return data[:1024].lstrip().startswith(_BEGIN.encode())


def decode(data: bytes) -> bytes:
    """The age file inside. Raises `ArmorError` for whatever strict armor does not allow."""
    try:
        lines = data.decode("ascii").strip(" \t\r\n").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise ArmorError("the armor is not text") from None
    # "ASCII armor": nothing before or after it but white space; LF or CRLF.
    body = lines[1:-1]
    if len(lines) < 2 or lines[0] != _BEGIN or lines[-1] != _END:
        raise ArmorError("the armor does not begin and end as it should")
    # RFC 7468, 3, figure 3 (stricttextualmsg): lines of 64, only the last may be shorter.
    if any(len(line) != 64 for line in body[:-1]) or (body and not 0 < len(body[-1]) <= 64):
        raise ArmorError("a line of the armor has another length")
    text = "".join(body)
    try:
        # Here base64 has its `=`, which it has nowhere else in age.
        if len(text) % 4:
            raise ValueError
        return unb64(
            text.rstrip("=") if text[-2:].count("=") and not text.endswith("===") else text
        )
    except ValueError:
        raise ArmorError("the armor is not base64") from None
