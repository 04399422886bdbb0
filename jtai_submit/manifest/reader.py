"""Reading manifests: every mistake in one run, each with its place and what to write instead."""

import os
from functools import cache
from pathlib import Path

from ..errors import Unusable, nearest
from ..storage import read_patiently
from . import shipped
from .codes import CODES
from .extending import extended
from .mistakes import validated
from .models import Manifest
from .rules import manifest_mistakes
from .source import Source, read


def open_manifest(name: str, root: Path = Path()) -> Manifest:
    """A shipped manifest by its id, or a file by its path (relative to `root`)."""
    known = name.casefold()
    return _shipped(known) if known in shipped.ids() else _read(name, root)


@cache
def _shipped(name: str) -> Manifest:
    """One that does not change while the program runs, however often it is opened."""
    return _read(name, Path())


def _read(name: str, root: Path) -> Manifest:
    source = extended(_opened(name, root), lambda other: _opened(other, root))
    manifest, mistakes = validated(source, Manifest)
    if manifest is not None:
        mistakes += list(manifest_mistakes(source, manifest))
    if manifest is None or mistakes:
        raise Unusable(*mistakes)
    return manifest


def _opened(name: str, root: Path) -> Source:
    path = shipped.folder() / f"{name}.yaml"
    known = shipped.ids()
    if name not in known:
        path = root / name
        if not root.exists():  # a folder that is still to be made: `..` leads nowhere in it
            path = Path(os.path.normpath(path))
        if path.suffix not in (".yaml", ".yml"):
            hint = nearest(name, known)
            fix = f"use one of: {', '.join(known)}{hint}, or the path of a .yaml file"
            raise Unusable(CODES["M019"].problem(f'there is no manifest "{name}"', fix))
    return read_file(path, "see: jtai-submit manifests list")


def read_file(path: Path, fix: str) -> Source:
    """A YAML file with the places of what it says. Raises `Unusable` (M001, with `fix`, where it is
    not there).
    """
    try:
        raw = read_patiently(path)
    except FileNotFoundError:
        raise Unusable(CODES["M001"].problem("the file is not there", fix, str(path))) from None
    except OSError as e:
        denied = isinstance(e, PermissionError)
        fix = "check the folder's permissions" if denied else "put the file itself in its place"
        message = f"the file cannot be read: {e.strerror}"
        raise Unusable(CODES["M001"].problem(message, fix, str(path))) from None
    return read(path.name, raw)
