"""Which kinds of secure site there are. A further kind is one new file and one name here."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from ..settings import PortalSettings

NAMES = (
    "folder",
    "tus",
    "webdav",
    "s3",
    "sharepoint",
)


class Kinds:
    """The registry, as whoever reads `portal:` is handed it."""

    names: Sequence[str] = NAMES

    def settings(self, name: str) -> type[PortalSettings] | None:
        """The settings of a kind; its file is loaded now, not before."""
        if name not in NAMES:
            return None
        module = import_module(f".{name}", __package__)
        found: type[PortalSettings] = module.Settings
        return found


KINDS = Kinds()


def portal_models() -> dict[str, type[PortalSettings]]:
    """The settings of every kind."""
    return {name: model for name in NAMES if (model := KINDS.settings(name))}


def portal_settings(portal: Mapping[str, Any]) -> PortalSettings:
    """What a validated `portal:` says."""
    model = KINDS.settings(str(portal["kind"]))
    assert model is not None
    return model.model_validate(portal)
