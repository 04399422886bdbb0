"""Reading back what is still being sent, one chunk behind."""

import hashlib

from .crew import Crew
from .http import Site


class Behind:
    """Reads a growing file back, one chunk behind the one that is being sent."""

    def __init__(self, site: Site, address: str, offset: int) -> None:
        self.site, self.address, self.at = site, address, 0
        # One hand: SHA-256 wants the stretches in their order.
        self.digest, self.crew = hashlib.sha256(), Crew(self._stretch, 1)
        if offset:
            self.reach(offset)  # what an earlier run had sent

    def __enter__(self) -> "Behind":
        return self

    def __exit__(self, *_: object) -> None:
        self.crew.stop(grace=0)

    def reach(self, offset: int) -> None:
        """The site holds everything before `offset`."""
        self.crew.hand((self.at, offset))
        self.at = offset

    def _stretch(self, ends: tuple[int, int]) -> None:
        self.site.read_stretch(self.address, *ends, self.digest.update)

    def read(self) -> str:
        """The SHA-256 of all that was read, when it is; nothing where the site does not give parts
        of a file.
        """
        # RFC 9110, 14.2: a server may ignore Range. Then the file is read whole when it is in its
        # place, as it is anyway.
        return "" if self.crew.finish() else self.digest.hexdigest()
