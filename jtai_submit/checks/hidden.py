"""H101 to H114 and R201 to R204: what the workers noticed, in sentences that an agency lead understands."""

from ..documents.examination import Noticed
from ..redaction.codes import CODES
from .interface import Rule

_UNSEEN = {"passage": ("passage of text", "passages of text"), "character": ("character",)}


def _some(noticed: Noticed, one: str, many: str = "") -> str:
    return f"1 {one}" if noticed.count == 1 else f"{noticed.count} {many or one + 's'}"


def _at(noticed: Noticed) -> str:
    if not noticed.where:
        return ""
    return f" ({noticed.where})" if noticed.where.startswith(("pages", "line", "number")) else f" on {noticed.where}"


def says(noticed: Noticed) -> str:
    """The sentence for one code, with its count and place."""
    n, detail = noticed, noticed.detail
    match noticed.code:
        case "H101":
            return f"{_some(n, 'comment')}{_at(n)}"
        case "H106":
            return f"{_some(n, 'file is attached', 'files are attached')} inside it{_at(n)}"
        case "H107":
            return f"{_some(n, 'layer is', 'layers are')} hidden"
        case "H109":
            return (
                "the form holds data that the page does not show"
                if detail
                else f"{_some(n, 'form value does', 'form values do')} not show"
            )
        case "H111":
            return f"{_some(n, 'file is', 'files are')} embedded{_at(n)}"
        case "H112":
            return f"{_some(n, *_UNSEEN.get(detail, ('piece of text', 'pieces of text')))} that cannot be seen{_at(n)}"
        case "H113":
            return f"{_some(n, 'link or description leads', 'links or descriptions lead')} to a file path{_at(n)}"
        case "H114":
            return f"{_some(n, 'digital signature')} will not verify in the cleaned copy"
        case "H115":
            return "the text begins with a byte order mark, which stays"
        case "R202":
            return f"the text would not be the same after cleaning{_at(n)}"
        case "R203":
            limits = {
                "time": "reading it takes too long",
                "memory": "reading it needs too much memory",
                "crash": "reading it stops the reader",
            }
            return limits.get(detail, "the file cannot be read safely")
    return CODES[noticed.code].title.lower()


RULES = tuple(Rule(code, entry, says=says) for code, entry in CODES.items())
