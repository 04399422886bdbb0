"""What people decided about the hidden content of a PDF, carried out before the rest is cleaned."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from ..interface import ANONYMISE, REMOVE, Cleaned
from ..shared import harvest
from ..shared.people import without_names
from . import hidden as pdf_hidden
from .grammar import KINDS, LEAF, STREAM, Kinds

CAN = {
    "H101": "keep anonymise remove",
    "H106": "keep remove",
    "H107": "keep",
    "H108": "keep",
    "H109": "keep",
    "H109 XFA": "remove",
    "H111": "remove",
    "H112": "keep",
    "H113": "keep",
    "H116": "keep",
}
# ISO 32000-1, tables 170 to 172: what annotations say of their author, and to whom they reply.
_SAID = dict.fromkeys(
    ("/T", "/RC", "/Subj", "/Open", "/State", "/StateModel", "/RT", "/M", "/CreationDate", "/NM"),
    LEAF,
)
_COMMENTS = {
    "annotation": KINDS["annotation"] | _SAID | {"/Popup": "annotation", "/IRT": "annotation"}
}
# ISO 32000-1, 7.11.3 and 7.11.4, tables 44 to 46; /AF and /AFRelationship: ISO 32000-2, 14.13.
_FILES = {
    **{
        kind: KINDS[kind] | {"/AF": "file"}
        for kind in ("catalog", "page", "picture", "drawing", "structure-element")
    },
    "names": KINDS["names"] | {"/EmbeddedFiles": "file-tree"},
    "file-tree": {"/Limits": LEAF, "/Kids": "file-tree", "/Names": "file"},
    "file": {
        "/EF": "files",
        **dict.fromkeys(("/Type", "/F", "/UF", "/Desc", "/AFRelationship"), LEAF),
    },
    "files": {"/F": "attached", "/UF": "attached"},
    "attached": STREAM | {"/Type": LEAF, "/Subtype": LEAF, "/Params": "attached-facts"},
    "attached-facts": dict.fromkeys(("/Size", "/CreationDate", "/ModDate", "/CheckSum"), LEAF),
}


def carry_out(pdf: pikepdf.Pdf, out: Cleaned) -> Kinds:
    """Take out what is to be removed, rename who is not to be named, and give the keys that may
    then stay.
    """
    chosen = {noticed.code: noticed.choice for noticed in out.noticed if noticed.choice}
    every = list(pdf_hidden.dictionaries(pdf)) if chosen else []
    kinds: Kinds = dict(KINDS)
    if chosen.get("H101") == REMOVE:
        comments = pdf_hidden.comments(every)
        files = [
            c
            for c in comments
            if str(c.get("/Subtype")) == "/FileAttachment" and chosen.get("H106") != REMOVE
        ]
        for each in files:  # the file stays, what is said about it goes
            for key in ("/Contents", "/RC", "/T", "/Popup", "/Subj"):
                if key in each:
                    del each[key]
        _take_out(pdf, [c for c in comments if not any(c is each for each in files)], out)
        out.removed.append("comments")
    elif "H101" in chosen:
        kinds |= _COMMENTS
        if chosen["H101"] == ANONYMISE:
            _anonymise(every, out)
    if chosen.get("H106") == REMOVE:
        _take_out(pdf, [t for t in every if str(t.get("/Subtype") or "") == "/FileAttachment"], out)
        out.removed.append("attached files")
    elif "H106" in chosen:
        kinds |= _FILES
        kinds["annotation"] = kinds["annotation"] | {"/FS": "file", "/AF": "file"}
    if chosen.get("H111") == REMOVE:
        _take_out(pdf, [t for t in every if str(t.get("/Subtype") or "") in pdf_hidden.MEDIA], out)
        out.removed.append("embedded files")
    if "H107" in chosen:
        _keep_hidden(pdf, every)
    return kinds


def _keep_hidden(pdf: pikepdf.Pdf, every: list[Any]) -> None:
    """Layers that only their usage hides are switched off, since their usage goes."""
    order: Any = pdf.Root.OCProperties.get("/D")
    if isinstance(order, Dictionary):
        hidden = [
            t
            for t in every
            if str(t.get("/Type") or "") == "/OCG" and pdf_hidden.switched_off(t.get("/Usage"))
        ]
        off = order.get("/OFF")
        order.OFF = Array([*(off if isinstance(off, Array) else ()), *hidden])


def _take_out(pdf: pikepdf.Pdf, doomed: list[Any], out: Cleaned) -> None:
    """Take annotations off their pages, and with them the replies to them."""
    gone = {each.objgen for each in doomed if each.is_indirect}
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            page.obj.Annots = Array([a for a in annotations if not _among(a, doomed, gone)])
    for each in doomed:  # the structure of the document may lead to them, too
        out.secrets |= harvest.telling(
            str(each[key]) for key in ("/Contents", "/RC") if key in each
        )
        for key in list(each.keys()):
            del each[key]


def _among(annotation: Any, doomed: list[Any], gone: set[tuple[int, int]]) -> bool:
    if not isinstance(annotation, Dictionary):
        return False
    about = [annotation, annotation.get("/IRT"), annotation.get("/Parent")]
    return any(isinstance(a, Dictionary) and a.is_indirect and a.objgen in gone for a in about) or (
        not annotation.is_indirect
        and any(annotation == each for each in doomed if not each.is_indirect)
    )


def _anonymise(every: list[Any], out: Cleaned) -> None:
    """Authors become "Author 1", "Author 2"; when and with what they wrote goes."""
    authors: dict[str, str] = {}
    for thing in every:
        if (
            "/Rect" not in thing
            or "/Subtype" not in thing
            or any(key in thing for key in ("/FT", "/Kids"))
        ):
            continue
        if "/T" in thing:
            name = str(thing.T)
            thing.T = pikepdf.String(authors.setdefault(name, f"Author {len(authors) + 1}"))
        for key in ("/M", "/CreationDate", "/NM", "/Subj"):
            if key in thing:
                del thing[key]
    for thing in every:
        if (
            "/Rect" in thing
            and "/Contents" in thing
            and str(thing.get("/Subtype") or "") not in pdf_hidden.VISIBLE_WORDS
        ):
            thing.Contents = pikepdf.String(without_names(str(thing.Contents), authors))
    out.secrets |= harvest.telling(authors)
    out.removed.append("names of people")
