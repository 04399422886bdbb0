"""`jtai-submit setup`: what stands between a folder and a verified receipt."""

from ..actions.setup import setup
from ..words import typed
from .computer import environment
from .options import HERE, Directory, Json, Plain, Quiet
from .screen import Screen


def command(
    directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False
) -> int:
    """Show what is set up, and the command for each thing that is not. Nothing is changed."""
    screen = Screen.of("setup", as_json, plain, quiet)
    result = setup(directory, environment(screen))
    for step in result.steps:
        state = "Done" if step.done else "To do"
        screen.line(f"{state:<6} {step.title}: {step.words}", indent=7)
        if not step.done:
            screen.line(f"       {typed(step.command.arguments)}", whole=True)
    if result.next is None:
        check = ("check",) if directory == HERE else ("check", str(directory))
        screen.line(f"Next: {typed(check)}", bold=True, whole=True)
    else:
        screen.line(f"Next: {typed(result.next.command.arguments)}", bold=True, whole=True)
    return screen.done(result)
