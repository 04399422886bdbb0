"""PDF: written anew by qpdf with only what the pages show and what helps to read them.

Only objects that the pages reach are written, so earlier revisions, orphans and bytes around the
file stay behind. On the way from the trailer down, every key that `grammar` does not list goes
(`scrub`). Hidden content is not touched here: `hidden` finds it, and it blocks.
"""

import io
import warnings
from dataclasses import replace

import pikepdf

from ..interface import APPLY, NO_CHOICES, Choices, Cleaned, Unreadable
from . import buried, contents, decisions, hidden, marked, staying
from .scrub import Scrub


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A cleaned copy of a PDF. Raises `Unreadable` where it is locked (D004) or broken (D003)."""
    why = ""
    if choices.get("H116") == APPLY:
        with _opened(data) as pdf:
            marks = marked.marks(pdf)
            try:
                struck = marked.applied(pdf, marks) if marks else b""
            except marked.Impossible as e:
                struck, why = b"", e.why
            noticed = [replace(each, choice=APPLY) for each in marked.find(marks)]
        if struck:
            out = _clean(struck, choices, "")
            out.noticed = noticed + out.noticed
            out.removed = sorted({*out.removed, "what was marked for redaction"})
            return out
    return _clean(data, choices, why)


def _clean(data: bytes, choices: Choices, why: str) -> Cleaned:
    """A cleaned copy with its marks; `why` tells what kept them from being carried out."""
    with _opened(data) as pdf:
        out = Cleaned(b"")
        out.noticed += hidden.find(pdf, data)
        out.noticed += marked.find(marked.marks(pdf), why)
        out.settle(choices, decisions.CAN)
        scrub = Scrub(pdf, out, decisions.carry_out(pdf, out))
        scrub.run()
        asides = contents.scrub(pdf, scrub)
        out.removed += asides
        out.removed = sorted(set(out.removed))
        out.noticed += buried.find(scrub.drawing, scrub.masks, data)
        out.data = _saved(pdf)
        out.noticed += staying.find(scrub.staying, out, data)
        out.settle(choices, decisions.CAN)
    if scrub.filtered_anew or asides:
        # such streams are written otherwise the next time: written twice, cleaning what is clean
        # changes nothing
        with pikepdf.open(io.BytesIO(out.data)) as again:
            del again.trailer["/ID"]
            out.data = _saved(again)
    return out


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # A widget that no form reaches (ISO 32000-1, 12.7.2) is as it was: nothing to warn of.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        _save(pdf, buffer)
    return buffer.getvalue()


def _save(pdf: pikepdf.Pdf, buffer: io.BytesIO) -> None:
    pdf.save(
        buffer,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        # ISO 32000-1, 14.4 would have the time and the path go into the identifier.
        deterministic_id=True,  # from the content: the same document gives the same bytes
    )


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        # ISO 32000-1, 7.6.3: where only editing is forbidden the user's password is empty, and qpdf
        # opens the file with it.
        raise Unreadable("D004") from None
    except Exception as e:
        raise Unreadable("D003", type(e).__name__) from None
    try:
        whole = len(pdf.pages) > 0
    except Exception:
        whole = False
    # What qpdf says where it had to make the cross-reference table (7.5.4) by itself.
    rebuilt = any("reconstruct" in str(warning).lower() for warning in pdf.get_warnings())
    # Recovered, but cut short: pages may be missing. 7.5.5 has %%EOF as the last line; Acrobat is
    # content where it stands in the last 1,024 bytes.
    if not whole or (rebuilt and b"%%EOF" not in data[-2048:]):
        pdf.close()
        raise Unreadable("D003", "cut short")
    return pdf
