"""Documents with a marker in their metadata, broken in ways that nobody thought of. Seeded: the
same every time.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from tests import outlook
from tests.redaction import plant, plant_office, plant_opendocument
from tests.redaction.image import test_image
from tests.redaction.mail import test_mail
from tests.redaction.pdf import test_places as pdf_places
from tests.redaction.rtf import test_rtf
from tests.redaction.shared import test_pictures

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b '
    b'"&a;&a;&a;&a;&a;&a;&a;&a;">%s]><x>&%s;</x>'
    % (
        b"".join(
            b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (c, *[c - 1] * 8)
            for c in range(ord("c"), ord("k"))
        ),
        b"j",
    )
)


def bases() -> list[tuple[str, bytes]]:
    """(ending, document): one of each kind, with the marker in many places."""
    out = [("pdf", plant.planted(name)) for name in list(plant.VECTORS)[::4]]
    out += [
        (kind, plant_office.planted(kind, put))
        for kind, put in list(plant_office.GONE.values())[::9]
    ]
    out += [
        (kind, plant_opendocument.odf(kind, **pieces))
        for kind, pieces in list(plant_opendocument.GONE.values())[::5]
    ]
    out += [("rtf", data) for data in list(test_rtf.GONE.values())[::4]]
    out += [
        ("eml", test_mail.a_mail(Received=plant.MARKER).as_bytes()),
        (
            "html",
            test_mail.PAGE.format(
                head=f'<meta name="author" content="{plant.MARKER}">', body="<p>x</p>"
            ).encode(),
        ),
        ("zip", test_mail.zipped(("a.pdf", plant.planted("properties")), ("b.txt", b"x"))),
        ("jpg", plant.picture(exif=plant.exif(), comment=plant.MARKER.encode())),
        ("png", test_image.text_chunks(packed=True)),
        ("tif", test_pictures.a_tiff()),
        ("gif", test_pictures.a_gif()),
        ("webp", test_pictures.a_webp()),
    ]
    return [(ending, _undated(data) if data.startswith(b"PK") else data) for ending, data in out]


def _undated(data: bytes) -> bytes:
    """The same zip as if it had always been made at the same moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as undated:
        for member in archive.infolist():
            content = re.sub(
                rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2017-05-09T10:00:00Z", archive.read(member)
            )
            undated.writestr(zipfile.ZipInfo(member.filename), content, member.compress_type)
    return out.getvalue()


def later_bases() -> list[tuple[str, bytes]]:
    """Messages of Outlook, texts in RTF, HEIF's pictures and fonts, each with a marker where no
    reader of it looks.
    """
    kept = {(0x3FFA, outlook.WIDE): plant.MARKER, (0x007D, outlook.WIDE): f"X: {plant.MARKER}"}
    inside = [outlook.attached("Plan.pdf", plant.planted("properties"))]
    messages = [outlook.message(values=kept), outlook.message(values=kept, attachments=inside)]
    picture = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(picture, "AVIF", exif=plant.exif())
    fonts = [pdf_places.changed(change) for change in list(pdf_places.GOING.values())[:6]]
    texts = list(test_rtf.GONE.values())
    each = {"msg": messages * 8, "rtf": texts, "avif": [picture.getvalue()] * 8, "pdf": fonts * 4}
    return [(ending, data) for ending, documents in each.items() for data in documents]


def mutated(
    count: int,
    seed: int = 1,
    more: tuple[Path, ...] = (),
    whole: Callable[[], list[tuple[str, bytes]]] = bases,
) -> Iterator[tuple[str, bytes]]:
    """So many broken documents; what `whole` makes, and `more`, are documents to begin with."""
    pool = whole()
    pool += [(path.suffix[1:].lower(), path.read_bytes()) for path in more]
    for n in range(count):
        # Each of its own: a document that is made otherwise changes no other.
        rng = random.Random(f"{seed} {n}")
        ending, data = pool[n % len(pool)]
        if data.startswith(b"PK") and n % 3 and _whole(data):
            yield ending, _inside(rng, data, pool)
        else:
            yield ending, _broken(rng, data, pool)


def _whole(data: bytes) -> bool:
    """Whether a zip opens: some of the corpus do not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return False


def _broken(rng: random.Random, data: bytes, pool: list[tuple[str, bytes]]) -> bytes:
    out = bytearray(data)
    match rng.randrange(7):
        case 0:  # flips
            for _ in range(rng.randint(1, 40)):
                out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
        case 1:  # cut short
            del out[rng.randrange(len(out)) :]
        case 2:  # a piece is missing
            start = rng.randrange(len(out))
            del out[start : start + rng.randint(1, 2000)]
        case 3:  # a piece of another document
            other = rng.choice(pool)[1]
            start, at = rng.randrange(len(other)), rng.randrange(len(out))
            out[at:at] = other[start : start + rng.randint(1, 3000)]
        case 4:  # a piece twice
            start = rng.randrange(len(out))
            out[start:start] = out[start : start + rng.randint(1, 3000)] * rng.randint(1, 3)
        case 5:  # numbers that are too large, too small, or not there
            for _ in range(5):
                at = rng.randrange(len(out))
                out[at : at + 4] = rng.choice(
                    (
                        b"\xff\xff\xff\xff",
                        b"\x00\x00\x00\x00",
                        b"\x7f\xff\xff\xff",
                        b"9999",
                        b"-1 0",
                    )
                )
        case _:  # nested without end
            at = rng.randrange(len(out))
            out[at:at] = rng.choice(
                (
                    b"[" * 3000,
                    b"<<" * 3000,
                    b"{" * 3000,
                    b"<a>" * 3000,
                    b"(" * 3000,
                    b"<div>" * 3000,
                )
            )
    return bytes(out)


def _inside(rng: random.Random, data: bytes, pool: list[tuple[str, bytes]]) -> bytes:
    """Break one member of a zip, which is whole otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {m.filename: archive.read(m) for m in archive.infolist()}
    name = rng.choice(list(members))
    how = rng.randrange(8)
    if how == 0:
        members[name] = BOMB
    elif how == 1:
        members[name] = bytes(50_000_000)
    elif how == 2:
        members[rng.choice(("../" + name, name.upper(), name + "/x", "x" * 300))] = members[name]
    elif how == 3:
        del members[name]
    elif members[name]:
        members[name] = _broken(rng, members[name], pool)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return out.getvalue()
