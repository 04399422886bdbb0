"""Where secrets come from: the environment, then the keyring, then a question. They are held as
values, never written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..errors import Refused
from .codes import CODES

SERVICE = "jtai-submit"
# CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h: 5 * 512 bytes, in UTF-16
_LONGEST = 1280
_PLAIN_BACKENDS = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")


@dataclass(frozen=True, slots=True)
class Secrets:
    """`ask` is None where nobody is there; `keyring` gives the stored secret of a name, or None."""

    environment: Mapping[str, str]
    keyring: Callable[[str], str | None] = lambda name: None
    ask: Callable[[str], str] | None = None
    # Answers of this run: nothing is asked twice.
    told: dict[str, str] = field(default_factory=dict, repr=False)

    def get(self, variable: str, question: str = "") -> str | None:
        """The secret behind `JTAI_SUBMIT_…`; asks only where there is a question to ask."""
        value = (
            self.environment.get(f"JTAI_SUBMIT_{variable}")
            or self.keyring(variable.lower())
            or self.told.get(variable)
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
            raise Refused(
                CODES["K004"].problem(
                    "your keys need their passphrase, and nobody is there to ask", fix
                )
            )
        return value.encode()


def variable(name: str) -> str:
    """The environment's name for a secret."""
    return f"JTAI_SUBMIT_{name.upper()}"


def stored(name: str) -> str | None:
    """A secret from the system's keyring, if that keyring encrypts what it holds; one that cannot
    be read counts as none."""
    try:
        import keyring

        return keyring.get_password(SERVICE, name) if _encrypts() else None
    except Exception:  # each keyring is a plug-in, with errors of its own
        return None


def keep(name: str, value: str) -> None:
    """Put a secret into the system's keyring.

    Raises `Refused` (K011) where there is none, it is locked, in plain text, or takes no secret as
    long as this.
    """
    try:
        import keyring

        encrypts = _encrypts()
        if encrypts:
            keyring.set_password(SERVICE, name, value)
    except Exception as e:  # each keyring is a plug-in, with errors of its own
        letters = len(value.encode("utf-16-le")) // 2
        what = f"the keyring cannot be used ({type(e).__name__})"
        if letters > _LONGEST:
            what = (
                f"the keyring did not take the secret: it has {letters:,} letters, and "
                f"Windows' own takes {_LONGEST:,}"
            )
        raise _no_keyring(what, name) from None
    if not encrypts:
        raise _no_keyring("there is no keyring on this computer that encrypts", name)


def forget(name: str) -> bool:
    """Take a secret out of the keyring; whether it was there."""
    try:
        import keyring

        if not _encrypts() or keyring.get_password(SERVICE, name) is None:
            return False
        keyring.delete_password(SERVICE, name)
    except Exception:  # each keyring is a plug-in, with errors of its own
        return False
    return True


def _encrypts() -> bool:
    """Whether the keyring that would be used, or each it is made of, encrypts: keyrings.alt wins in
    silence where it is installed, and keeps plain text."""
    import keyring

    backend = keyring.get_keyring()
    parts = getattr(backend, "backends", [backend])
    return not any(type(part).__module__.startswith(_PLAIN_BACKENDS) for part in parts)


def _no_keyring(what: str, name: str) -> Refused:
    fix = f"unlock the keyring if there is one, or set it for one run: {variable(name)}"
    return Refused(CODES["K011"].problem(what, fix))
