"""Of which kind of the grammar an object is, where that depends on the object itself."""

from typing import Any

from pikepdf import Stream

# ISO 32000-1, table 198, without those that start, send, fetch or play something.
_ACTIONS = {"/GoTo", "/URI", "/Named", "/GoToR", "/SetOCGState", "/Hide", "/Trans"}


def kind_of(thing: Any, expected: str) -> str:
    """The kind of an object where it depends on the object; empty where nothing of the sort may
    stand there.
    """
    if expected == "page-node" or str(thing.get("/Type") or "") in ("/Page", "/Pages"):
        # 7.7.3.2: only the inner nodes of the tree of pages have /Kids.
        return "pages" if "/Kids" in thing else "page"
    if expected in ("drawing-or-picture", "drawing", "object", "structure-element"):
        subtype = str(thing.get("/Subtype") or "")
        # 14.7.2: /P of the topmost elements leads to the root itself.
        if expected == "structure-element" and str(thing.get("/Type") or "") == "/StructTreeRoot":
            return "structure"
        if expected == "structure-element":
            return expected
        if subtype == "/Image" or (not subtype and "/Width" in thing):
            return "picture"
        if subtype == "/Form" or (not subtype and "/BBox" in thing):
            return "drawing"
        if expected == "object" and "/Rect" in thing:
            return "annotation"
        return ""
    if expected == "action" and str(thing.get("/S") or "/GoTo") not in _ACTIONS:
        return ""
    # 12.5.6.14: a window for the words of another annotation; no page draws it.
    if expected == "annotation" and str(thing.get("/Subtype") or "") == "/Popup":
        return ""
    # 14.7.5.4: user properties are whatever the program of their author wanted to remember.
    if expected == "attributes" and str(thing.get("/O") or "") == "/UserProperties":
        return ""
    # 12.5.5: one appearance, or a dictionary with one for each state.
    if expected == "appearance-states" and isinstance(thing, Stream):
        return "drawing"
    return expected
