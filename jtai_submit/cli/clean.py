"""`jtai-submit clean`: wipe the program's own copies."""

from ..actions.clean import clean
from ..words import counted, size
from .computer import environment
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen


def command(
    directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False
) -> int:
    """Wipe sent packs, remembered findings and rehearsals. Your documents, the receipts and the log
    stay.
    """
    screen = Screen.of("clean", as_json, plain, quiet)
    result = clean(directory, environment(screen))
    wiped = f"{counted(result.files, 'file')} of our own ({size(result.bytes)})"
    screen.line(f"Wiped {wiped}. Documents, receipts and the log stay.", bold=True)
    for name in result.kept:
        screen.line(f"Kept, as it was not sent yet: {name}", indent=6)
    return screen.done(result)
