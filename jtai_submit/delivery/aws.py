"""What Amazon's S3 has of its own, beside HTTP: signatures, and errors in XML."""

from collections.abc import Generator
from typing import Any

import httpx
from lxml import etree

from ..errors import Unusable
from .codes import CODES
from .replies import Reply
from .xml import tree

_PLAIN = (
    403,
    404,
    409,
    412,
    413,
)  # refusals that have nothing to do with headers a site does not know
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
DAMAGED = {"BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody"}
_UNKNOWN = {
    "NotImplemented",
    "InvalidArgument",
    "InvalidRequest",
    "MalformedXML",
    "UnsupportedOperation",
}
_OTHER = {
    "EntityTooSmall",
    "EntityTooLarge",
    "InvalidPart",
    "InvalidPartOrder",
    "NoSuchUpload",
    "QuotaExceeded",
}


class Signature(httpx.Auth):
    """AWS Signature Version 4. Raises `Unusable` (P010) where botocore, an extra, is not installed."""

    def __init__(self, region: str, key: str, secret: str, token: str | None = None) -> None:
        try:
            from botocore.auth import S3SigV4Auth
            from botocore.credentials import Credentials
        except ImportError:
            fix = 'install it: pip install "jtai-submit[s3]"'
            raise Unusable(
                CODES["P010"].problem("sites of kind s3 need botocore, which is not installed", fix)
            ) from None

        class Signer(S3SigV4Auth):  # type: ignore[misc]
            def payload(self, request: Any) -> str:
                return str(request.context["sha256"])  # known already: a body that is streamed is not read for this

        self.signer = Signer(Credentials(key, secret, token), "s3", region)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        from botocore.awsrequest import AWSRequest

        kept = {k: v for k, v in request.headers.items() if k.startswith("x-amz-") and k != "x-amz-content-sha256"}
        signed = AWSRequest(request.method, str(request.url), headers=kept)
        signed.context["sha256"] = request.headers["x-amz-content-sha256"]
        self.signer.add_auth(signed)
        request.headers.update(dict(signed.headers.items()))
        yield request


def text(reply: Reply, name: str) -> str:
    return tree(reply).findtext(f"{{*}}{name}") or "" if reply.body.lstrip().startswith(b"<") else ""


def code_of(reply: Reply) -> str:
    """The error that a reply names in its body, whatever its status."""
    if not reply.body.lstrip().startswith(b"<"):
        return ""
    root = tree(reply)
    return (root.findtext("{*}Code") or "") if etree.QName(root).localname == "Error" else ""


def named(reply: Reply) -> str:
    """The error that the site named, in brackets."""
    return f" ({code})" if (code := code_of(reply)) else ""


def refuses_more(reply: Reply) -> bool:
    """Whether the refusal may be of something optional that was asked for: an unknown header or element.

    501 NotImplemented is the right answer; others say 400 InvalidArgument, InvalidRequest, MalformedXML or
    nothing (https://github.com/boto/boto3/issues/4400). A damaged part is no such refusal."""
    code = code_of(reply)
    refused = 400 <= reply.status <= 501 or reply.status == 200 and code in _UNKNOWN
    return refused and reply.status not in _PLAIN and code not in DAMAGED | _OTHER
