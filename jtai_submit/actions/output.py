"""Where people want something written: never over what is owed or ours, nor over no file."""

from collections.abc import Iterator
from pathlib import Path

from ..errors import Problem, Usage

# Endings of what we write. What people keep beside an inspection (lists of names, settings, keys)
# has others, and is not written over.
_OURS = frozenset((".html", ".htm", ".ics", ".pdf", ".xlsx", ".docx", ".eml", ".age"))
_FOLDER, _REHEARSALS = ".jtai", "rehearsals"


def output(path: Path, example: str, *, new: bool = False) -> Path:
    """The place of a file that a command writes, after a look at what is there. `example`: a name;
    `new`: what we wrote there before is not written over, either.

    Raises `Usage` where it would change a document, or what people keep; where it is a folder, or
    no file at all.
    """
    try:
        _fits(path, path.resolve(), example, new=new)
    except (OSError, RuntimeError) as e:  # too long, links in a circle
        why = getattr(e, "strerror", None) or "its path is none"
        raise _refused(path, f"nothing can be written there: {why}", "choose another") from None
    return outside(path)


def _fits(path: Path, there: Path, example: str, *, new: bool) -> None:
    if there.is_dir():
        place = str(path / example)
        raise _refused(path, "that is a folder", f"name a file, such as {place}")
    if there.exists() and not there.is_file():
        raise _refused(path, "that is no file but a device or a pipe", f"name a file: {example}")
    above = next((folder for folder in there.parents if folder.exists()), there)
    if not above.is_dir():
        raise _refused(path, f"{above.name} is a file, not a folder", "choose another folder")
    if there.exists() and (new or there.suffix.lower() not in _OURS):
        raise _refused(path, "there is such a file already", f"choose a new name: {example}")


def outside(path: Path) -> Path:
    """A place, after a look whether it is one for documents. Raises `Usage`."""
    there = path.resolve()
    for root in _inspections(there):
        if there.is_relative_to(root / "documents"):
            message = "what is written there would be sent, or take the place of a document"
            raise _refused(path, message, "choose a place outside of documents")
        own = root / _FOLDER
        if there.is_relative_to(own) and not there.is_relative_to(own / _REHEARSALS):
            raise _refused(path, f"{_FOLDER} is for jtai-submit alone", "choose another folder")
    return path


def _inspections(path: Path) -> Iterator[Path]:
    """The inspection folders around a place: a rehearsal lies in another."""
    return (folder for folder in path.parents if (folder / "submission.yaml").is_file())


def _refused(path: Path, message: str, fix: str) -> Usage:
    return Usage(Problem("", message, fix, str(path)))
