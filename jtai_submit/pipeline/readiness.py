"""What stands in the submission and keeps it from being sent, or was decided for nothing. `check` warns of it."""

from collections.abc import Collection, Iterable

from ..delivery.codes import CODES as DELIVERY
from ..errors import Problem, nearest
from ..inspection.inspection import Inspection
from ..inspection.submission import Seal
from ..packing import recipients
from ..packing.codes import CODES as PACKING


def decided_for_nothing(inspection: Inspection, seen: Collection[str]) -> Iterable[Problem]:
    """Decisions about files that are not there."""
    for n, decision in enumerate(inspection.submission.decisions):
        if decision.file not in seen:
            message, fix = (
                f'there is no file "{decision.file}"',
                f"correct the path{nearest(decision.file, seen)}",
            )
            yield inspection.source.problem("M024", message, fix, ("decisions", n, "file"))


def not_ready_to_send(inspection: Inspection) -> Iterable[Problem]:
    """What `push` needs and `check` only warns about."""
    submission = inspection.submission
    if not submission.portal:
        yield DELIVERY["P003"].problem(
            "the submission does not say where to send to",
            "add portal: to submission.yaml before push",
            "submission.yaml",
        )
    if submission.seal is Seal.AGE:
        if not submission.recipients:
            yield PACKING["S006"].problem(
                "no recipients are named", "add recipients: to submission.yaml before push", "submission.yaml"
            )
        yield from recipient_mistakes(inspection)


def recipient_mistakes(inspection: Inspection) -> list[Problem]:
    """Keys with a wrong letter, each with its place; kinds of keys that cannot be mixed."""
    out, good = [], []
    for n, each in enumerate(inspection.submission.recipients):
        try:
            good.append(recipients.recipient(each.key))
        except ValueError as e:
            message, fix = f"the key of {each.name} is wrong: {e}", "copy the key again from its owner, in full: age1…"
            out.append(inspection.source.problem("K001", message, fix, ("recipients", n, "key")))
    if not out and recipients.mixed(good):
        message = "post-quantum keys (age1pq1…) and others (age1…) cannot be mixed"
        fix = "use age1pq1… keys for every recipient, or for none"
        out.append(inspection.source.problem("S009", message, fix, ("recipients",), key=True))
    return out
