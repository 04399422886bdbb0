"""`jtai-submit clean`: wipe the program's own copies."""

from ..words import counted, size
from .options import HERE, Directory, Json, Plain, Quiet, desk, inspection
from .screen import Screen


def command(directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Wipe sent packs, remembered findings and rehearsals. Your documents, the receipts and the log stay."""
    from ..pipeline.later import clean

    screen = Screen.of("clean", as_json, plain, quiet)
    wiped = clean(inspection(directory), desk(screen))
    screen.line(
        f"Wiped {counted(wiped.files, 'file')} of our own ({size(wiped.bytes)}). Documents, receipts and the log stay.",
        bold=True,
    )
    for name in wiped.waiting:
        screen.line(f"Kept, as it was not sent yet: {name}", indent=6)
    data = {"files": wiped.files, "bytes": wiped.bytes, "kept": list(wiped.waiting)}
    return screen.done(0, "complete", data)
