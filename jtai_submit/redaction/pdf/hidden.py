"""What a PDF holds that a reader would not see on opening it. Found here, decided by people.

pikepdf for the objects, every one of them, whether a page reaches it or not; `ink` for what the
page draws.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from ...documents.examination import Noticed
from ..shared.links import holds_a_path, to_a_file
from . import forms, ink

# Whose contents show on the page, or describe a link aloud.
VISIBLE_WORDS = {"/Link", "/Widget", "/FreeText"}
# ISO 32000-1: plain words, the same with their looks (12.7.3.4), and what stands on an applied
# redaction (12.5.6.23).
_SAYING = ("/Contents", "/RC", "/OverlayText")
MEDIA = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_Pages = dict[tuple[int, int], int]  # annotation → page


def find(pdf: pikepdf.Pdf, data: bytes) -> list[Noticed]:
    """Everything hidden, with counts and pages."""
    every = list(dictionaries(pdf))
    pages = {each.objgen: n for n, each in _on_pages(pdf) if each.is_indirect}
    noticed = [
        *_attachments(every, pages),
        *_comments(every, pages),
        *_links(every, pages),
        *_layers(pdf, every),
    ]
    return noticed + [*_forms(pdf, data, every, pages), *ink.find(data)]


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file, nested direct ones too."""
    for thing in (*pdf.objects, pdf.trailer):
        stack = [thing]
        while stack:
            item = stack.pop()
            if isinstance(item, (Dictionary, Stream)):
                yield item
                stack += [
                    v
                    for v in item.values()
                    if isinstance(v, (Dictionary, Array)) and not v.is_indirect
                ]
            elif isinstance(item, Array):
                stack += [
                    v for v in item if isinstance(v, (Dictionary, Array)) and not v.is_indirect
                ]


def _on_pages(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(pdf.pages, 1):
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            yield from ((number, each) for each in annotations if isinstance(each, Dictionary))


def _where(things: list[Any], pages: _Pages) -> str:
    numbers = sorted({pages[t.objgen] for t in things if t.is_indirect and t.objgen in pages})
    shown = ", ".join(map(str, numbers[:8]))
    return "" if not numbers else f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _name(thing: Any, key: str) -> str:
    return str(thing.get(key) or "")


def _attachments(every: list[Any], pages: _Pages) -> Iterator[Noticed]:
    # ISO 32000-1, 7.11.4: files hang in a tree of names and at annotations; ISO 32000-2, 14.13: at
    # any object (/AF).
    holders = [t for t in every if "/EF" in t or _name(t, "/Subtype") == "/FileAttachment"]
    named = sum("/EmbeddedFiles" in t for t in every if _full(t.get("/EmbeddedFiles")))
    others = sum(_files(t.get("/AF")) or "/Collection" in t for t in every)
    streams = sum(_name(t, "/Type") == "/EmbeddedFile" for t in every)
    count = max(sum("/EF" in t for t in holders), len(holders), named, bool(others), streams)
    if count:
        yield Noticed("H106", count, _where(holders, pages))
    media = [t for t in every if _name(t, "/Subtype") in MEDIA and "/Rect" in t]
    if media:
        yield Noticed("H111", len(media), _where(media, pages))


def _files(named: Any) -> bool:
    """Whether a value is a file specification or a list of them."""
    if isinstance(named, Array):
        return any(_files(each) for each in named)
    return isinstance(named, Dictionary) and any(key in named for key in ("/F", "/UF", "/EF"))


def _full(tree: Any) -> bool:
    """Whether a name tree holds anything: an empty one is left behind when the last attachment is
    deleted.
    """
    return isinstance(tree, Dictionary) and any(
        isinstance(tree.get(k), Array) and len(tree[k]) for k in ("/Names", "/Kids")
    )


def _comments(every: list[Any], pages: _Pages) -> Iterator[Noticed]:
    found = comments(every)
    if found:
        yield Noticed("H101", len(found), _where(found, pages))


def comments(every: list[Any]) -> list[Any]:
    """Annotations that say or draw something which the page itself does not show."""
    out = []
    for thing in every:
        subtype = _name(thing, "/Subtype")
        if "/Rect" not in thing or not subtype:
            continue
        marked = subtype == "/Redact"  # a finding of its own
        words = any(_name(thing, key).strip() for key in _SAYING[: 2 if marked else 3])
        unseen = not marked and forms.flags(thing) & forms.HIDDEN
        if (words and (subtype not in VISIBLE_WORDS or (unseen and subtype == "/FreeText"))) or (
            unseen and "/AP" in thing and subtype not in ("/Widget", "/Popup", "/Link")
        ):
            out.append(thing)
    return out


def _links(every: list[Any], pages: _Pages) -> Iterator[Noticed]:
    """Links that lead to a file or a share, wherever an action stands, and alternative text that
    holds a path.
    """
    found = [t for t in every if _leads_to_a_file(t) or holds_a_path(_name(t, "/Alt"))]
    if found:
        holders = (
            [t for t in every if any(t.get(k) in found for k in ("/A",) if k in t)]
            if len(found) < 50
            else []
        )
        yield Noticed("H113", len(found), _where(holders, pages), "link")


def _leads_to_a_file(action: Any) -> bool:
    kind = _name(action, "/S")
    # To another file (ISO 32000-1, 12.6.4.3); actions that start programs (12.6.4.5) are removed
    # rather than asked about.
    if kind == "/GoToR":
        return True
    return kind == "/URI" and to_a_file(_name(action, "/URI"))


def _layers(pdf: pikepdf.Pdf, every: list[Any]) -> Iterator[Noticed]:
    layers = pdf.Root.get("/OCProperties")
    default = layers.get("/D") if isinstance(layers, Dictionary) else None
    if not isinstance(layers, Dictionary):
        return
    everyone = {t.objgen for t in every if _name(t, "/Type") == "/OCG"}
    # ISO 32000-1, 8.11.4.3: /BaseState is for all layers, /ON and /OFF are its exceptions.
    off, on = _members(default, "/OFF"), _members(default, "/ON")
    hidden = off | (
        everyone - on
        if isinstance(default, Dictionary) and _name(default, "/BaseState") == "/OFF"
        else set()
    )
    for layer in every:
        if _name(layer, "/Type") == "/OCG" and switched_off(layer.get("/Usage")):
            hidden.add(layer.objgen)
    # 8.11.2.2: such groups of layers show where a layer is off.
    reversed_ = sum(
        _name(t, "/Type") == "/OCMD" and ("/VE" in t or _name(t, "/P") in ("/AnyOff", "/AllOff"))
        for t in every
    )
    if hidden or reversed_:
        yield Noticed("H107", len(hidden) + reversed_)


def _members(order: Any, key: str) -> set[tuple[int, int]]:
    listed = order.get(key) if isinstance(order, Dictionary) else None
    return (
        {t.objgen for t in listed if isinstance(t, Dictionary)}
        if isinstance(listed, Array)
        else set()
    )


def switched_off(usage: Any) -> bool:
    """Whether a layer's usage hides it on the screen or on paper."""
    if not isinstance(usage, Dictionary):
        return False
    states = [
        usage[k].get(f"{k}State")
        for k in ("/View", "/Print")
        if isinstance(usage.get(k), Dictionary)
    ]
    return any(str(state) == "/OFF" for state in states)


def _forms(pdf: pikepdf.Pdf, data: bytes, every: list[Any], pages: _Pages) -> Iterator[Noticed]:
    form = pdf.Root.get("/AcroForm")
    fields = [t for t in every if "/FT" in t or _name(t, "/Subtype") == "/Widget"]
    hidden = forms.unseen(pdf, data, [f for f in fields if forms.value_of(f)], pages)
    # 12.7.8: a second form in XML, which Acrobat may show instead of the pages.
    if isinstance(form, Dictionary) and "/XFA" in form:
        yield Noticed("H109", max(1, len(hidden)), detail="XFA")
    elif hidden:
        yield Noticed("H109", len(hidden), _where(hidden, pages))
    signed = sum(
        forms.inherited(f, "/FT") == "/Sig" and isinstance(f.get("/V"), Dictionary) for f in fields
    )
    if signed:
        yield Noticed("H114", signed)
