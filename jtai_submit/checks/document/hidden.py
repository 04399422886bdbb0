"""H101 to H115 and R201 to R204: what the workers noticed, in sentences that an agency lead
understands.
"""

from ...documents.examination import Noticed
from ...redaction.codes import CODES
from .sentence import Sentence, Table, at, constant, of, rule, some, unnamed


def _changes(n: Noticed) -> str:
    people = f" by {n.detail} people" if n.detail.isdecimal() and int(n.detail) > 1 else ""
    return f"{some(n, 'tracked change')}{people}{at(n)}"


def _named(alone: str, one: str, many: str) -> Sentence:
    """Sheets or slides that are named by their place."""
    return Sentence("", lambda n: f"{n.where or alone} {one if n.count == 1 else many}")


def _counted(detail: str, one: str, many: str = "", after: str = "") -> Sentence:
    """`2 pieces of text that cannot be seen on page 3`."""
    return Sentence(detail, lambda n: f"{some(n, one, many)}{after}{at(n)}")


def _residue(n: Noticed) -> str:
    return f"the second reader still found metadata in the cleaned copy{at(n)}{unnamed(n)}"


def _unsafe(n: Noticed) -> str:
    if " " in n.detail:  # words of ours; one word alone is the name of a program's error
        return f"{of(n)}the file cannot be read safely: {n.detail}"
    return f"{of(n)}the file cannot be read safely{unnamed(n)}"


def _differs(n: Noticed) -> str:
    return f"the text would not be the same after cleaning{at(n)}{unnamed(n)}"


def _marked(n: Noticed) -> str:
    marked = f"{n.where or 'a page'} is marked for redaction, but the redaction was never applied"
    return f"text on {marked}{_CANNOT.get(n.detail, '')}"


# Why a marked redaction cannot be carried out here.
_CANNOT = {
    "text": ", and its text is written in a way that cannot be taken out here",
    "picture": ", and a picture under it is of a kind that cannot be blanked here",
    "drawing": ", and a drawing reaches out from under it",
    "field": ", and a form field lies under it",
    "slanted": ", and the mark is slanted",
    "elsewhere": ", and its words also stand in a bookmark or description",
    "unproven": ", and the page would not look the same beside it",
}
_SLIDES = Sentence(
    "slides", lambda n: f"{n.where or 'a slide'} {'is' if n.count == 1 else 'are'} hidden"
)
_ROWS = Sentence("", lambda n: f"hidden {n.detail or 'rows or columns'} hold data{at(n)}")
_SMALLER = "Save it again with fewer or smaller pictures, or split it, and put that in its place."

SENTENCES: dict[str, Table] = {
    "H101": [_counted("", "comment")],
    "H102": [Sentence("", _changes)],
    "H103": [_named("a sheet", "is hidden", "are hidden")],
    "H104": [_SLIDES, _ROWS],
    "H105": [_named("a slide", "has speaker notes", "have speaker notes")],
    "H106": [_counted("", "file is attached", "files are attached", " inside it")],
    "H107": [_counted("", "layer is hidden", "layers are hidden")],
    "H108": [
        Sentence(
            "",
            lambda n: (
                f"text can be read under {some(n, 'box or picture', 'boxes or pictures')}{at(n)}"
            ),
        )
    ],
    "H109": [
        Sentence("XFA", lambda n: f"the form holds data that the page does not show{at(n)}"),
        _counted("", "form value does not show", "form values do not show"),
    ],
    "H110": [Sentence("", lambda n: f"it holds program code (macros){at(n)}")],
    "H111": [
        Sentence(
            "picture", lambda n: f"it holds a picture of a kind that cannot be cleaned{at(n)}"
        ),
        Sentence("unknown", lambda n: f"it holds something that only newer programs show{at(n)}"),
        _counted("", "file or control is", "files or controls are", " embedded"),
    ],
    "H112": [
        _counted("outside", "passage outside the page", "passages outside the page"),
        _counted(
            "pivot", "pivot table keeps", "pivot tables keep", " a copy of the data behind it"
        ),
        _counted(
            "scenario",
            "scenario (what-if values)",
            "scenarios (what-if values)",
            " that cannot be seen",
        ),
        _counted("passage", "passage of text", "passages of text", " that cannot be seen"),
        _counted("character", "character", "", " that cannot be seen"),
        _counted("", "piece of text", "pieces of text", " that cannot be seen"),
    ],
    "H113": [
        _counted("field", "field shows", "fields show", " a name or path that Office filled in"),
        _counted(
            "",
            "link or description leads",
            "links or descriptions lead",
            " to a file or another place",
        ),
    ],
    "H114": [_counted("", "digital signature", "", " will not verify in the cleaned copy")],
    "H115": [
        Sentence(
            "no mark",
            constant(
                "the text is in UTF-16 without a mark that says so: some programs show it wrongly"
            ),
            "Save it again as UTF-8.",
        ),
        Sentence("", constant("the text begins with a byte order mark, which stays")),
    ],
    "H116": [Sentence("", _marked)],
    "H117": [
        _counted("", "picture is", "pictures are", " cropped: what is cut off is still there"),
    ],
    "R201": [
        Sentence(
            "picture", lambda n: f"a picture in it keeps metadata that cannot be taken out{at(n)}"
        ),
        Sentence("", _residue),
    ],
    "R202": [
        Sentence(
            "letters",
            lambda n: (
                f"some of its letters cannot be told: they are in another encoding than it "
                f"names{at(n)}"
            ),
            "Open it in the program that made it and save it again, or print it to a new PDF.",
        ),
        Sentence("", _differs),
    ],
    "R203": [
        Sentence("time", constant("reading it takes too long")),
        Sentence("memory", constant("reading it needs too much memory")),
        Sentence("bomb", constant("reading it needs too much memory")),
        Sentence("crash", constant("reading it stops the reader")),
        Sentence("nesting", constant("things stand too deep in one another")),
        Sentence(
            "members",
            constant("the zip holds more than 1,000 files"),
            "Split it into several zips.",
        ),
        Sentence(
            "parts",
            constant("the mail has more than 1,000 parts"),
            "Save its attachments as documents.",
        ),
        Sentence("pages", constant("it has more pages than can be looked at"), _SMALLER),
        Sentence("entities", constant("a part of it is written so that it could grow without end")),
        Sentence(
            "picture", constant("a picture in it is packed in a way that nobody here can follow")
        ),
        Sentence(
            "a raw photograph",
            constant("it is a raw photograph, as a camera keeps it"),
            "Save it as JPEG or PNG, and put that in its place.",
        ),
        Sentence("", _unsafe),
    ],
    "R204": [Sentence("", constant("the document is too large"))],
}


def _table(code: str) -> Table:
    """The sentences of a code; one that has none yet says its title."""
    title = CODES[code].title
    return SENTENCES.get(code) or [
        Sentence("", lambda n: f"{title[0].lower()}{title[1:]}{at(n)}{unnamed(n)}")
    ]


RULES = tuple(rule(code, entry, _table(code)) for code, entry in CODES.items())
