"""Bech32 (BIP 173) as age uses it: keys of any length, one case, checksum 1."""

# "Bech32": without 1, b, i and o, and in an order that finds the mistakes that people make.
_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def encode(prefix: str, data: bytes) -> str:
    values = _regroup(data, 8, 5, pad=True)
    # The checksum is of the prefix in small letters, and leaves 1. Bech32m (BIP 350) would leave
    # another number.
    check = _polymod(_expand(prefix) + values + [0] * 6) ^ 1
    return f"{prefix}1" + "".join(
        _ALPHABET[v] for v in values + [(check >> 5 * (5 - i)) & 31 for i in range(6)]
    )


def decode(text: str) -> tuple[str, bytes]:
    """Prefix and data. Raises ValueError for mixed case, a wrong letter or a wrong checksum."""
    if text != text.lower() and text != text.upper():
        raise ValueError("upper and lower case are mixed")
    # The last 1 is what separates: a prefix may hold one, too (age1pq).
    prefix, separator, rest = text.lower().rpartition("1")
    if not separator or not prefix or len(rest) < 6 or not set(rest) <= set(_ALPHABET):
        raise ValueError("there is a letter in it that no key has")
    values = [_ALPHABET.index(letter) for letter in rest]
    if _polymod(_expand(prefix) + values) != 1:
        raise ValueError("a letter is wrong or missing")
    return prefix, bytes(_regroup(values[:-6], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            check ^= generator if top >> bit & 1 else 0
    return check


def _regroup(data: bytes | list[int], width: int, to: int, *, pad: bool) -> list[int]:
    out, bits, held = [], 0, 0
    for value in data:
        bits, held = bits << width | value, held + width
        while held >= to:
            held -= to
            out.append(bits >> held & (1 << to) - 1)
        bits &= (1 << held) - 1
    if pad and held:
        out.append(bits << to - held & (1 << to) - 1)
    # What is left over is less than a letter, and zero; or a key could be spelled in several ways.
    elif not pad and (held >= width or bits):
        raise ValueError("a letter is wrong or missing")
    return out
