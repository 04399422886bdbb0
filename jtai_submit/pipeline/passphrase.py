"""The passphrase that `seal: zip` needs, asked for once and in time."""

from ..errors import Refused
from ..packing.codes import CODES as PACKING
from .environment import Environment

_SHORTEST = 12  # characters of a passphrase that travels by telephone


def zip_passphrase(env: Environment) -> bytes:
    """The one that all recipients of `seal: zip` share. Raises `Refused` (S010) where it is missing
    or short.
    """
    known = env.secrets.get("ZIP_PASSPHRASE")
    said = (
        known
        or env.secrets.get("ZIP_PASSPHRASE", "Passphrase of all zip packs, to be told by telephone")
        or ""
    )
    if len(said) < _SHORTEST:
        fix = (
            f"set JTAI_SUBMIT_ZIP_PASSPHRASE to {_SHORTEST} characters or more, or run the "
            f"command in a terminal"
        )
        raise Refused(PACKING["S010"].problem("seal: zip needs a passphrase, and a long one", fix))
    if not known and env.secrets.ask and env.secrets.ask("The same again") != said:
        raise Refused(
            PACKING["S010"].problem(
                "the two passphrases are not the same", "run the command again, and type it slowly"
            )
        )
    return said.encode()
