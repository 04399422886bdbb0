"""Whom we trust on the other end of a line: the system's authorities, and one of the area's own if
it has one.
"""

import ssl
from pathlib import Path

from ..errors import Unusable
from ..storage import read_file
from .codes import CODES


def trust(ca_file: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 or later, names and certificates checked. Raises `Unusable` (P012) where `ca_file`
    holds no certificate.
    """
    context = ssl.create_default_context()
    # RFC 8996: TLS 1.0 and 1.1 must not be used any more.
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        if ca_file:
            read_file(ca_file)  # what has no end is not given to OpenSSL
            context.load_verify_locations(cafile=str(ca_file))
    except OSError as e:  # SSLError is one
        fix = "give the authority's certificate as a PEM file"
        raise Unusable(
            CODES["P012"].problem(f"ca_file cannot be used: {e.strerror or e}", fix, str(ca_file))
        ) from None
    return context
