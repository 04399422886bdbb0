"""Where secrets come from: the environment, then the keyring, then a question. They are held as values, never written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..errors import Refused
from .codes import CODES

SERVICE = "jtai-submit"
_PLAIN_BACKENDS = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")


@dataclass(frozen=True, slots=True)
class Secrets:
    """`ask` is None where nobody is there; `keyring` gives the stored secret of a name, or None."""

    environment: Mapping[str, str]
    keyring: Callable[[str], str | None] = lambda name: None
    ask: Callable[[str], str] | None = None
    told: dict[str, str] = field(default_factory=dict, repr=False)  # answers of this run: nothing is asked twice

    def get(self, variable: str, question: str = "") -> str | None:
        """The secret behind `JTAI_SUBMIT_…`; asks only where there is a question to ask."""
        value = (
            self.environment.get(f"JTAI_SUBMIT_{variable}") or self.keyring(variable.lower()) or self.told.get(variable)
        )
        if not value and question and self.ask:
            value = self.told[variable] = self.ask(question)
        return value or None

    def was_asked(self, variable: str) -> bool:
        """Whether a person typed the answer in this run."""
        return variable in self.told

    def passphrase(self, question: str) -> bytes:
        value = self.get("PASSPHRASE", question)
        if value is None:
            fix = "set JTAI_SUBMIT_PASSPHRASE, or run the command in a terminal"
            raise Refused(CODES["K004"].problem("your keys need their passphrase, and nobody is there to ask", fix))
        return value.encode()


def variable(name: str) -> str:
    """The environment's name for a secret."""
    return f"JTAI_SUBMIT_{name.upper()}"


def stored(name: str) -> str | None:
    """A secret from the system's keyring, if that keyring encrypts what it holds."""
    import keyring
    from keyring.errors import KeyringError

    if not _encrypts():
        return None
    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError):
        return None


def keep(name: str, value: str) -> None:
    """Put a secret into the system's keyring. Raises `Refused` (K011) where there is none, it is locked or in plain text."""
    import keyring
    from keyring.errors import KeyringError

    if not _encrypts():
        raise _no_keyring("there is no keyring on this computer that encrypts")
    try:
        keyring.set_password(SERVICE, name, value)
    except (KeyringError, RuntimeError) as e:
        raise _no_keyring(f"the keyring cannot be used ({type(e).__name__})") from None


def forget(name: str) -> bool:
    """Take a secret out of the keyring; whether it was there."""
    import keyring
    from keyring.errors import KeyringError

    try:
        if not _encrypts() or keyring.get_password(SERVICE, name) is None:
            return False
        keyring.delete_password(SERVICE, name)
    except (KeyringError, RuntimeError):
        return False
    return True


def _encrypts() -> bool:
    """Whether the keyring that would be used, or each it is made of, encrypts: keyrings.alt wins in silence where it is
    installed, and keeps plain text."""
    import keyring

    backend = keyring.get_keyring()
    parts = getattr(backend, "backends", [backend])
    return not any(type(part).__module__.startswith(_PLAIN_BACKENDS) for part in parts)


def _no_keyring(what: str) -> Refused:
    names = ", ".join(map(variable, ("portal_token", "portal_user", "portal_password")))
    fix = f"unlock the keyring if there is one, or set what the site needs for one run: {names}"
    return Refused(CODES["K011"].problem(what, fix))
