"""H101 to H114 and R201 to R204: what the workers noticed, in sentences that an agency lead understands."""

from ...documents.examination import Noticed
from ...redaction.codes import CODES
from ..interface import Rule

_UNSEEN = {"passage": ("passage of text", "passages of text"), "character": ("character",)}
_LIMITS = {
    "time": "reading it takes too long",
    "memory": "reading it needs too much memory",
    "crash": "reading it stops the reader",
}


def _some(noticed: Noticed, one: str, many: str = "") -> str:
    return f"1 {one}" if noticed.count == 1 else f"{noticed.count} {many or one + 's'}"


def _at(noticed: Noticed) -> str:
    if not noticed.where:
        return ""
    return (
        f" ({noticed.where})"
        if noticed.where.startswith(("pages", "line", "number", "sheet", "slides"))
        else f" on {noticed.where}"
        if noticed.where.startswith(("page ", "slide "))
        else f" in {noticed.where}"
    )


def says(noticed: Noticed) -> str:
    """The sentence for one code, with its count and place."""
    n, detail = noticed, noticed.detail
    match n.code, detail:
        case "H101", _:
            return f"{_some(n, 'comment')}{_at(n)}"
        case "H102", _:
            people = f" by {detail} people" if detail.isdecimal() and int(detail) > 1 else ""
            return f"{_some(n, 'tracked change')}{people}"
        case "H103", _:
            return f"{n.where or 'a sheet'} {'is' if n.count == 1 else 'are'} hidden"
        case "H104", "slides":
            return f"{n.where or 'a slide'} {'is' if n.count == 1 else 'are'} hidden"
        case "H104", _:
            return f"hidden {detail or 'rows or columns'} hold data{_at(n)}"
        case "H105", _:
            return f"{n.where or 'a slide'} {'has' if n.count == 1 else 'have'} speaker notes"
        case "H106", _:
            return f"{_some(n, 'file is attached', 'files are attached')} inside it{_at(n)}"
        case "H107", _:
            return f"{_some(n, 'layer is', 'layers are')} hidden"
        case "H108", _:
            return f"text can be read under {_some(n, 'box or picture', 'boxes or pictures')}{_at(n)}"
        case "H112", "outside":
            return f"{_some(n, 'passage')} outside the page{_at(n)}"
        case "H109", "":
            return f"{_some(n, 'form value does', 'form values do')} not show"
        case "H109", _:
            return "the form holds data that the page does not show"
        case "H110", _:
            return "it holds program code (macros)"
        case "H111", "picture":
            return f"it holds a picture of a kind that cannot be cleaned{_at(n)}"
        case "H111", "unknown":
            return "it holds something that only newer programs show"
        case "H111", _:
            return f"{_some(n, 'file or control is', 'files or controls are')} embedded{_at(n)}"
        case "H112", "pivot":
            return f"{_some(n, 'pivot table keeps', 'pivot tables keep')} a copy of the data behind it"
        case "H112", "scenario":
            return f"{_some(n, 'scenario')} (what-if values) that cannot be seen"
        case "H112", _:
            return f"{_some(n, *_UNSEEN.get(detail, ('piece of text', 'pieces of text')))} that cannot be seen{_at(n)}"
        case "H113", "field":
            return f"{_some(n, 'field shows', 'fields show')} a name or path that Office filled in{_at(n)}"
        case "H113", _:
            return f"{_some(n, 'link or description leads', 'links or descriptions lead')} to a file or another place{_at(n)}"
        case "H114", _:
            return f"{_some(n, 'digital signature')} will not verify in the cleaned copy"
        case "H115", _:
            return "the text begins with a byte order mark, which stays"
        case "H117", _:
            return f"{_some(n, 'picture is', 'pictures are')} cropped: what is cut off is still there{_at(n)}"
        case "R201" | "R203", _ if " " in detail:  # one word is a program's
            return f"{CODES[n.code].title.lower()}: {detail}"
        case "R202", _:
            return f"the text would not be the same after cleaning{_at(n)}"
        case "R203", _:
            return _LIMITS.get(detail, "the file cannot be read safely")
    return CODES[n.code].title.lower()


RULES = tuple(Rule(code, entry, says=says) for code, entry in CODES.items())
