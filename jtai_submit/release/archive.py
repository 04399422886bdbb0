"""A zip whose bytes depend on nothing but what is in it."""

import io
import zipfile
from collections.abc import Mapping

_THEN = (1980, 1, 1, 0, 0, 0)  # the earliest that the format can say (APPNOTE 4.4.6)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """The members in the order of their names, all of one time, as a computer with Windows made it.

    The same bytes for the same members, wherever the same zlib packs them.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.create_system = 0  # APPNOTE 4.4.2.2: MS-DOS; no rights of Unix
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, members[name], compresslevel=9)
    return out.getvalue()
