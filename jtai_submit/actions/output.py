"""Where people want something written: never over what is owed or ours, nor over no file."""

from pathlib import Path

from ..errors import Problem, Usage

_OURS = (".yaml", ".yml")  # the submission, a manifest, a list of people: written by people
_FOLDER = ".jtai"


def output(path: Path, example: str) -> Path:
    """The place of a file that a command writes, after a look at what is there. `example`: a name.

    Raises `Usage` where it would change a document, or what an inspection is made of; where it is a
    folder, or no file at all.
    """
    there = path.resolve()
    if there.is_dir():
        place = str(path / example)
        raise _refused(path, "that is a folder", f"name a file, such as {place}")
    if there.exists() and not there.is_file():
        raise _refused(path, "that is no file but a device or a pipe", f"name a file: {example}")
    above = next((folder for folder in there.parents if folder.exists()), there)
    if not above.is_dir():
        raise _refused(path, f"{above.name} is a file, not a folder", "choose another folder")
    if _inspection(there) is not None and there.suffix.lower() in _OURS and there.exists():
        raise _refused(path, "that file is part of the inspection", "choose another name")
    return outside(path)


def outside(path: Path) -> Path:
    """A place, after a look whether it is one for documents. Raises `Usage`."""
    there = path.resolve()
    root = _inspection(there)
    if root is not None and there.is_relative_to(root / "documents"):
        message = "what is written there would be sent, or take the place of a document"
        raise _refused(path, message, "choose a place outside of documents")
    if root is not None and there.is_relative_to(root / _FOLDER):
        raise _refused(path, f"{_FOLDER} is for jtai-submit alone", "choose another folder")
    return path


def _inspection(path: Path) -> Path | None:
    """The inspection folder around a place."""
    return next((f for f in path.parents if (f / "submission.yaml").is_file()), None)


def _refused(path: Path, message: str, fix: str) -> Usage:
    return Usage(Problem("", message, fix, str(path)))
