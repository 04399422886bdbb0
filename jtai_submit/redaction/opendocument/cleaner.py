"""ODT, ODS, ODP: packed anew with only the parts that show, and in their XML only what draws.

`content.xml` and `styles.xml` name what they use: pictures, fonts, charts and formulas, which are
little documents of their own. Whatever nobody names stays behind. Hidden content is found by
`hidden`, and it blocks.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ..interface import KEEP, NO_CHOICES, REMOVE, Choices, Cleaned, Unreadable
from ..shared import container, harvest, opentype, pictures
from ..shared.container import Container
from ..shared.markup import leave_out
from ..shared.xml import parse
from . import decisions, hidden
from .grammar import DRAWN, GENERATORS, KINDS, META, SPACES
from .scrub import scrub, serialised, settings
from .tidy import tidy

_HREF = f"{{{SPACES['xlink']}}}href"
_FRAME = f"{{{SPACES['draw']}}}frame"
_STORED = {"png", "jpeg", "gif"}
_DEEPEST = 3


@dataclass(slots=True)
class Document:
    """One document of the file: the main one (folder `""`) or one that is drawn in it."""

    folder: str  # in the original, with its slash
    place: str  # in the copy, with its slash
    kind: str
    roots: dict[str, Any] = field(default_factory=dict)  # content.xml, styles.xml


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A cleaned copy. Raises `Unreadable`: D004 with a password, D003 broken, R203 unsafe."""
    return _Cleaner(Container(data), choices).run()


class _Cleaner:
    def __init__(self, package: Container, choices: Choices) -> None:
        self.package, self.choices, self.out = package, choices, Cleaned(b"")
        self.kinds = self._kinds()
        self.held = 0  # embedded files
        self.documents: list[Document] = []
        self.files: dict[str, bytes] = {}  # place → data
        self.media: dict[str, str] = {}  # place → media type
        self.places: dict[str, str] = {}  # name in the original → place

    def _kinds(self) -> dict[str, str]:
        """The media type of each member, as the manifest says it."""
        listed = parse(self.package.read("META-INF/manifest.xml"))
        space = f"{{{SPACES['manifest']}}}"
        # OpenDocument 1.3 part 2: each member that is enciphered says so in the manifest.
        if any(True for _ in listed.iter(f"{space}encryption-data")):
            raise Unreadable("D004")
        return {
            e.get(f"{space}full-path", ""): e.get(f"{space}media-type", "")
            for e in listed.iter(f"{space}file-entry")
        }

    def run(self) -> Cleaned:
        # OpenDocument 1.3 part 2, 3.3: the member `mimetype` is the kind of the whole.
        kind = self.package.read("mimetype").decode("ascii", "replace").strip()
        if kind not in KINDS:
            raise Unreadable("D003", "it does not say what kind of document it is")
        main = self.read("", "", kind)
        self.tell_meta()
        roots = [root for document in self.documents for root in document.roots.values()]
        tidy(list(main.roots.values()))
        scripts = [name for name in self.package.names() if name.startswith(("Basic/", "Scripts/"))]
        self.out.noticed += hidden.find(roots, bool(scripts), self.held)
        self.out.settle(self.choices, decisions.CAN)
        decisions.carry_out(roots, self.out)
        for document in self.documents:
            for name, root in document.roots.items():
                scrub(root, self.choices, self.out)
                self.media[document.place + name] = "text/xml"
                self.files[document.place + name] = serialised(root)
        if self.choices.get("H110") == KEEP:
            self.files |= {name: self.package.read(name) for name in scripts}
        elif scripts:
            self.out.removed.append("macros")
        if "settings.xml" in self.package:
            switches = settings(parse(self.package.read("settings.xml")), self.out)
            self.files["settings.xml"], self.media["settings.xml"] = switches, "text/xml"
        self.out.removed = sorted(set(self.out.removed))
        self.out.data = self.written(main)
        return self.out

    # --- reading ---

    def read(self, folder: str, place: str, kind: str, depth: int = 0) -> Document:
        """A document's parts, and whatever they name."""
        if depth > _DEEPEST:
            raise Unreadable("R203", "nesting")
        document = Document(folder, place, kind)
        self.documents.append(document)
        for name in ("content.xml", "styles.xml"):
            if folder + name in self.package:
                document.roots[name] = parse(self.package.read(folder + name), folder + name)
        if "content.xml" not in document.roots:
            raise Unreadable("D003", "no document in it")
        for root in document.roots.values():
            # Pictures in base64 belong into flat files; programs show them here too.
            if any(True for _ in root.iter(f"{{{SPACES['office']}}}binary-data")):
                raise Unreadable("H111", "picture")
            for element in list(root.iter(etree.Element)):
                href = element.get(_HREF, "")
                # Part 2: addresses count from the document that names them, and `../` leads out of
                # the file.
                if href and not re.match(r"[a-z][\w+.-]+:|#|/|\.\./", href, re.I):
                    self.follow(element, folder + href.removeprefix("./").rstrip("/"), depth)
        return document

    def follow(self, element: Any, name: str, depth: int) -> None:
        """What an element names inside the file: a picture, a font, a drawn document, or something
        that people must see.
        """
        word = etree.QName(element).localname
        if word == "a":
            return  # a link that people follow: it leads out of the file, and is noticed
        if name in self.places:
            element.set(_HREF, self.places[name])
        elif (
            word == "object"
            and self.kinds.get(name + "/") in DRAWN
            and f"{name}/content.xml" in self.package
        ):
            self.places[name] = place = f"Object {len(self.documents)}"
            element.set(_HREF, f"./{place}")
            self.read(name + "/", place + "/", self.kinds[name + "/"], depth + 1)
        elif word in ("object", "object-ole", "plugin", "applet", "floating-frame"):
            self.embedded(element, name, word)
        elif name not in self.package:
            if word in ("image", "fill-image", "font-face-uri"):
                leave_out(element)
        elif word == "font-face-uri":
            self.font(element, name)
        elif word in (
            "image",
            "fill-image",
            "background-image",
            "list-level-style-image",
            "marker",
        ):
            self.picture(element, name)
        else:
            leave_out(element)

    def font(self, element: Any, name: str) -> None:
        """An embedded font without what describes its makers; one that cannot be read goes."""
        try:
            data = opentype.strip(self.package.read(name))
        except Unreadable:
            leave_out(element)
            self.out.removed.append("embedded fonts that cannot be looked into")
            return
        self.add(element, name, "Fonts", "ttf", data, "application/x-font-ttf")

    def embedded(self, element: Any, name: str, word: str) -> None:
        self.held += 1
        if self.choices.get("H111") != KEEP:
            if self.choices.get("H111") == REMOVE:
                self.out.removed.append("embedded files")
                leave_out(element)
            return
        for member in self.package.names():
            if member == name or member.startswith(name + "/"):
                self.files[member], self.media[member] = (
                    self.package.read(member),
                    self.kinds.get(member, ""),
                )
        self.media[name + "/"] = self.kinds.get(name + "/", "")

    def picture(self, element: Any, name: str) -> None:
        before = self.package.read(name)
        try:
            data, ending, told = pictures.strip(before)
        except Unreadable as e:
            frame = element.getparent()
            if (
                e.noticed.code == "H111"
                and frame is not None
                and frame.tag == _FRAME
                and len(frame.findall("{*}image")) + len(frame.findall("{*}object")) > 1
            ):
                # ODF 1.2 part 1, 10.4.2: of several pictures in a frame one shows; the other does.
                leave_out(element)
                return
            if e.noticed.code == "H111":
                raise Unreadable("H111", "picture", name) from None
            raise Unreadable(e.noticed.code, f"the picture {name} is broken") from None
        self.out.secrets |= told
        if data != before:
            self.out.removed.append("metadata of pictures")
        self.add(element, name, "Pictures", ending, data, f"image/{ending}")

    def add(
        self, element: Any, name: str, folder: str, ending: str, data: bytes, media: str
    ) -> None:
        number = 1 + sum(place.startswith(folder + "/") for place in self.files)
        self.places[name] = place = f"{folder}/{number}.{ending}"
        self.files[place], self.media[place] = data, media
        element.set(_HREF, place)

    def tell_meta(self) -> None:
        """What the properties say must not be in the copy."""
        for name in ("meta.xml", *(f"{d.folder}meta.xml" for d in self.documents[1:])):
            if name in self.package:
                meta = parse(self.package.read(name))
                if not self.out.dated and re.match(
                    r"\d{4}-\d\d-\d\d", day := meta.findtext(".//{*}date") or ""
                ):
                    self.out.dated = day[:10]
                for program in list(meta.iter("{*}generator", "{*}document-statistic")):
                    program.getparent().remove(program)
                self.out.secrets |= harvest.xml(meta, attributes=False)
                self.out.secrets |= harvest.telling(
                    each.get(_HREF, "") for each in meta.iter("{*}template", "{*}auto-reload")
                )
                self.out.removed.append("document properties")

    # --- writing ---

    def written(self, main: Document) -> bytes:
        generator = re.match(GENERATORS, self._generator())
        if generator:  # programs trust results and lay pages out by who made them
            self.files["meta.xml"], self.media["meta.xml"] = (
                META.format(generator[0]).encode(),
                "text/xml",
            )
        members = {
            "mimetype": main.kind.encode(),
            "META-INF/manifest.xml": self.manifest(main),
            **dict(sorted(self.files.items())),
        }
        # Part 2, 3.3: `mimetype` comes first and is not deflated, so that its kind shows at byte
        # 38.
        return container.write(
            members.items(), lambda name: name == "mimetype" or name.rpartition(".")[2] in _STORED
        )

    def _generator(self) -> str:
        return (
            (parse(self.package.read("meta.xml")).findtext(".//{*}generator") or "")
            if "meta.xml" in self.package
            else ""
        )

    def manifest(self, main: Document) -> bytes:
        space = SPACES["manifest"]
        root = etree.Element(f"{{{space}}}manifest", nsmap={"manifest": space})
        # Part 2: the manifest names the version, every member and, as `/`, the whole.
        root.set(f"{{{space}}}version", "1.3")
        listed = (
            {"/": main.kind}
            | {d.place: d.kind for d in self.documents[1:]}
            | dict(sorted(self.media.items()))
        )
        for place, media in listed.items():
            entry = etree.SubElement(root, f"{{{space}}}file-entry")
            entry.set(f"{{{space}}}full-path", place)
            entry.set(f"{{{space}}}media-type", media)
        return serialised(root)
