"""`jtai-submit logout`: take our secrets out of the system's keyring."""

from ..actions.login import logout
from .options import Json, Plain, Quiet
from .screen import Screen


def command(as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Forget the passwords that `login` kept on this computer. Your keys stay."""
    screen = Screen.of("logout", as_json, plain, quiet)
    result = logout()
    gone = ", ".join(result.names) or "nothing was there"
    screen.line(f"Taken out of the keyring: {gone}", bold=True)
    return screen.done(result)
