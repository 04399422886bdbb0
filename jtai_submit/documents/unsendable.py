"""What a file is that nobody here cleans, by its first bytes: so that the advice fits.

The words are details of findings (`D004`, `D006`, `D020`), which the rule book puts in sentences.
"""

import re

RIGHTS, SHORTCUT, CLOUD = "rights", "shortcut", "cloud"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x78\x9f\x3e\x22", "winmail"),  # [MS-OXTNEF] 2.1.3.1: TNEF signature
    (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", RIGHTS),  # [MS-OXORMMS] 2.2.3: message.rpmsg
    (b".pfile", RIGHTS),  # Azure Rights Management: generically protected file
    (b"\x4c\0\0\0\x01\x14\x02\0", SHORTCUT),  # [MS-SHLLINK] 2.1: HeaderSize, LinkCLSID
    (b"book\0\0\0\0mark\0\0\0\0", SHORTCUT),  # macOS: alias
    (b"!BDN", "mailbox"),  # [MS-PST] 2.2.2.6: dwMagic
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),  # gzip
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"MSCF", "archive"),  # cabinet
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\0", "database"),
    (b"\0\x01\0\0Standard Jet DB", "database"),
    (b"\0\x01\0\0Standard ACE DB", "database"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "notebook"),
    (b"\x1aE\xdf\xa3", "film"),  # Matroska, WebM
    (b"\0\0\x01\xba", "film"),  # MPEG
    (b"\0\0\x01\xb3", "film"),
    (b"FLV\x01", "film"),
    (b"ID3", "sound"),  # MP3
    (b"\xff\xfb", "sound"),
    (b"\xff\xf3", "sound"),
    (b"\xff\xf2", "sound"),
    (b"\xff\xf1", "sound"),  # AAC
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"MThd", "sound"),
    (b"#!AMR", "sound"),
    (b"FORM", "sound"),  # AIFF
    (b"AC10", "drawing"),  # DWG
    (b"8BPS", "drawing"),  # Photoshop
    (b"%!PS", "drawing"),
)
# ISO/IEC 14496-12, 4.3: the major brand of a file of boxes.
_FILMS = re.compile(rb"....ftyp(?:qt  |iso\d|isom|mp4[12v]|avc1|M4V |3g[p2]|mmp4|MSNV|f4v )", re.S)
_SOUNDS = re.compile(rb"....ftyp(?:M4[AB] |F4A )", re.S)
_WORDS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"BEGIN:VCALENDAR\b", re.I), "calendar"),
    (re.compile(rb"BEGIN:VCARD\b", re.I), "contact"),
    (re.compile(rb"\[(?:InternetShortcut|DocObjectShortcut)", re.I), SHORTCUT),
    (re.compile(rb"\[Desktop Entry\].*?^Type\s*=\s*Link\b", re.S | re.M), SHORTCUT),
    (re.compile(rb"(?:<\?xml.*?)?<plist\b.*?<key>URL</key>", re.S), SHORTCUT),  # .webloc
    (re.compile(rb"bplist00.{0,8}\x53URL", re.S), SHORTCUT),  # .webloc, binary
    # .gdoc, .gsheet, .gslides of Google Drive
    (
        re.compile(
            rb"\{\s*(?:\"\".*?)?\"(?:url|doc_id)\".*?docs?\.google\.com|\{\"\":\"WARNING! DO "
            rb"NOT EDIT",
            re.S,
        ),
        CLOUD,
    ),
)
_ASF = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"  # Windows Media
_ASF_FILM = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")  # ASF 1.20, 9.3: ASF_Video_Media
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# [MS-OFFCRYPTO] 2.2.6: the data space of a document that is protected by rights.
_RIGHTS_IN_OFFICE = "DRMEncryptedDataSpace".encode("utf-16-le")
_OLE_KINDS = (("VisioDocument", "project"), ("Quill", "project"), ("   Props", "project"))


def sort(data: bytes) -> str:
    """The sort of a file that is known and cannot be cleaned; empty for every other."""
    if data.startswith(_OLE):
        streams = (word for name, word in _OLE_KINDS if name.encode("utf-16-le") in data)
        return next(streams, "")
    found = next((word for signature, word in _SIGNATURES if data.startswith(signature)), "")
    if found:
        return found
    if data.startswith(_ASF):
        return "film" if _ASF_FILM in data[:65536] else "sound"
    if _FILMS.match(data) or (data[:4] == b"RIFF" and data[8:12] == b"AVI "):
        return "film"
    if _SOUNDS.match(data) or (data[:4] == b"RIFF" and data[8:12] == b"WAVE"):
        return "sound"
    start = _narrow(data[:4096])
    return next((word for pattern, word in _WORDS if pattern.match(start)), "")


def by_rights(data: bytes) -> bool:
    """Whether an encrypted Office file is protected by rights, and not by a password."""
    return _RIGHTS_IN_OFFICE in data


def _narrow(start: bytes) -> bytes:
    """The first letters, whatever the mark before them says of how they are written."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore").encode("ascii", "ignore").lstrip()
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()
