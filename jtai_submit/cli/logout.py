"""`jtai-submit logout`: take our secrets out of the system's keyring."""

from .login import QUESTIONS
from .options import Json, Plain, Quiet
from .screen import Screen


def command(as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Forget the passwords that `login` kept on this computer. Your keys stay."""
    from ..custody.secrets import forget

    screen = Screen.of("logout", as_json, plain, quiet)
    gone = [name for name in QUESTIONS if forget(name)]
    screen.line(f"Taken out of the keyring: {', '.join(gone) or 'nothing was there'}", bold=True)
    return screen.done(0, "complete", {"forgotten": gone})
