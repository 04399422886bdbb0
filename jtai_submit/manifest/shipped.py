"""Where the shipped manifests lie: inside the installed package, or beside it in an editable
install.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def folder() -> Path:
    inside = _PACKAGE / "manifests"
    return inside if inside.is_dir() else _PACKAGE.parent / "manifests"


def ids() -> list[str]:
    """The ids of the shipped manifests, newest theme last."""
    return sorted(p.stem for p in folder().glob("*.yaml") if p.stem != "blank")


def blank() -> str:
    """The commented blank that `manifests new` writes."""
    return (folder() / "blank.yaml").read_text("utf-8")


def schema(name: str) -> str:
    """The JSON Schema of `manifest` or `submission`, as text."""
    return (folder() / f"{name}.schema.json").read_text("utf-8")
