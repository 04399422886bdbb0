"""Where secrets come from: the environment, then the keyring, then a question. They are held as values, never written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..errors import Problem, Refused

SERVICE = "jtai-submit"
_PLAIN_BACKENDS = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")


@dataclass(frozen=True, slots=True)
class Secrets:
    """`ask` is None where nobody is there; `keyring` gives the stored secret of a name, or None."""

    environment: Mapping[str, str]
    keyring: Callable[[str], str | None] = lambda name: None
    ask: Callable[[str], str] | None = None

    def get(self, variable: str, question: str = "") -> str | None:
        """The secret behind `JTAI_SUBMIT_…`; asks only where there is a question to ask."""
        value = self.environment.get(f"JTAI_SUBMIT_{variable}") or self.keyring(variable.lower())
        if not value and question and self.ask:
            value = self.ask(question)
        return value or None

    def passphrase(self, question: str) -> bytes:
        value = self.get("PASSPHRASE", question)
        if value is None:
            fix = "set JTAI_SUBMIT_PASSPHRASE, or run the command in a terminal"
            raise Refused(Problem("K004", "your keys need their passphrase, and nobody is there to ask", fix))
        return value.encode()


def stored(name: str) -> str | None:
    """A secret from the system's keyring, if that keyring encrypts what it holds."""
    import keyring
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    parts = getattr(backend, "backends", [backend])
    if any(type(part).__module__.startswith(_PLAIN_BACKENDS) for part in parts):
        return None
    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError):
        return None
