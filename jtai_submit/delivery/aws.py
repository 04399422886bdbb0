"""What Amazon's S3 has of its own, beside HTTP: signatures, and errors in XML."""

from collections.abc import Callable, Generator
from typing import Any

import httpx
from lxml import etree

from ..errors import Refused, Temporary, Unusable
from .codes import CODES
from .device import filters
from .http import Site
from .interface import Again
from .replies import Reply
from .xml import tree

# "Error responses" of the S3 API: a status, and a code in the XML of the body, which says more.
# Refusals that have nothing to do with headers a site does not know.
_PLAIN = (403, 404, 409, 412, 413)
# Signature Version 4 signs the hash of the body: here that of none.
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# The first two are of a hash that does not fit, the third of a body that was cut short.
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
_BUSY = {"SlowDown", "InternalError", "RequestTimeout", "OperationAborted", "ServiceUnavailable"}


class Signature(httpx.Auth):
    """AWS Signature Version 4. Raises `Unusable` (P010) where botocore, an extra, is
    not installed.
    """

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
            # botocore would read the body for its hash, or sign none ("UNSIGNED-PAYLOAD").
            def payload(self, request: Any) -> str:
                # Known already: a body that is streamed is not read for this.
                return str(request.context["sha256"])

        self.signer = Signer(Credentials(key, secret, token), "s3", region)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        from botocore.awsrequest import AWSRequest

        # "Create a canonical request": each x-amz-* header has to be signed. Others may be changed
        # on the way, so they are left out.
        kept = {
            k: v
            for k, v in request.headers.items()
            if k.startswith("x-amz-") and k != "x-amz-content-sha256"
        }
        signed = AWSRequest(request.method, str(request.url), headers=kept)
        signed.context["sha256"] = request.headers["x-amz-content-sha256"]
        self.signer.add_auth(signed)
        request.headers.update(dict(signed.headers.items()))
        yield request


def text(reply: Reply, name: str) -> str:
    return (
        tree(reply).findtext(f"{{*}}{name}") or "" if reply.body.lstrip().startswith(b"<") else ""
    )


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
    """Whether the refusal may be of something optional that was asked for: an unknown header or
    element.

    501 NotImplemented is the right answer; others say 400 InvalidArgument, InvalidRequest,
    MalformedXML or nothing (https://github.com/boto/boto3/issues/4400). A damaged part is no such
    refusal.
    """
    code = code_of(reply)
    refused = 400 <= reply.status <= 501 or reply.status == 200 and code in _UNKNOWN
    return refused and reply.status not in _PLAIN and code not in DAMAGED | _OTHER


class Younger:
    """Checksums (2022) and conditional writes (2024), which many sites that speak S3 know nothing
    of: asked for until they are refused, then left out for the rest of the run.
    """

    def __init__(self) -> None:
        self.sums = self.condition = True

    def ask(self, once: Callable[[], Reply], *, condition: bool = False) -> Reply:
        """The reply to a request as it stands now; where it is refused, to the same without
        checksums, without the condition, without both. What was refused for another reason changes
        nothing.
        """
        had = self.sums, self.condition
        ways = (had, (False, had[1]), *(((had[0], False), (False, False)) if condition else ()))
        refused = True
        try:
            for self.sums, self.condition in dict.fromkeys(ways):
                reply = once()
                refused = refuses_more(reply)
                if not refused:
                    break
        finally:
            if refused:
                self.sums, self.condition = had
        return reply


def judged(site: Site, bucket: str, reply: Reply) -> Reply:
    """The reply, where it is about the upload itself; what is about signing in, the clock, the
    bucket or a busy site is raised in words: `Refused` (P002), `Temporary` (P005), `Again`.
    """
    if reply.status == 403 and filters(reply):
        raise site.blocked(reply, "a request")
    code = code_of(reply)
    # The signature holds the time; more than 15 minutes beside the site's, and it is refused.
    if code == "RequestTimeTooSkewed":
        message = (
            f"this computer's clock differs from the secure site's, which says "
            f"{reply.headers.get('Date', '')}"
        )
        raise Refused(
            CODES["P002"].problem(
                message, "set this computer's clock, and run the same command again"
            )
        )
    if reply.status == 403:
        fix = (
            "check JTAI_SUBMIT_PORTAL_USER (the access key) and _PORTAL_PASSWORD with the "
            "people who run the site"
        )
        raise Refused(
            CODES["P002"].problem(
                f"the secure site refused to sign you in ({code or 403})", fix, site.shown
            )
        )
    if code in _BUSY:
        raise Again(f"it answered {code}")
    if code == "NoSuchBucket":
        fix = "correct bucket: in submission.yaml"
        raise Temporary(
            CODES["P005"].problem(f'the secure site has no bucket "{bucket}"', fix, site.shown)
        )
    return reply
