"""What stands in the submission and keeps it from being sent, or was decided for nothing. `check`
warns of it.
"""

from collections.abc import Collection, Iterator

from ..custody.keys import PublicKeys
from ..delivery.codes import CODES as DELIVERY
from ..documents.match import Matcher
from ..errors import Problem, nearest
from ..inspection.inspection import Inspection
from ..inspection.slots.registry import slots
from ..inspection.submission import Decision, Seal
from ..manifest.models import ManifestKind
from ..packing import recipients
from ..packing.codes import CODES as PACKING
from ..words import typed
from .survey import Survey


def decided_for_nothing(survey: Survey) -> Iterator[Problem]:
    """Decisions about files of what was selected that are not there any more."""
    inspection, wanted = survey.inspection, {slot.id for slot in survey.slots}
    matcher = Matcher(slots(inspection.manifest, inspection.submission))
    for n, decision in enumerate(inspection.submission.decisions):
        owner = set(matcher.match(decision.file))
        about_slot = decision.file in matcher.ids
        if decision.file in survey.every or about_slot or (owner and not owner & wanted):
            continue
        message = f'a decision is about "{decision.file}", which is not there any more'
        fix = "nothing needs to be done; or take the line out of submission.yaml"
        yield inspection.source.problem("M024", message, fix, ("decisions", n, "file"))
    yield from contradictions(inspection)


def named_for_nothing(survey: Survey) -> Iterator[Problem]:
    """Files of several items (`also:`) that are not there: somebody renamed one, and it is the
    other items that lack it."""
    inspection = survey.inspection
    for n, also in enumerate(inspection.submission.also):
        for m, file in enumerate(also.files):
            if file not in survey.every:
                fix = f"correct the path{nearest(file, survey.every)}"
                message = f'there is no file "{file}" any more, which is to serve {also.slot}, too'
                yield inspection.source.problem("M024", message, fix, ("also", n, "files", m))


def contradictions(inspection: Inspection) -> Iterator[Problem]:
    """Two decisions about one finding of one file as it is: the later one counts, and
    that is said.
    """
    earlier: dict[tuple[str, str], list[Decision]] = {}
    for n, each in enumerate(inspection.submission.decisions):
        about = earlier.setdefault((each.file, each.finding), [])
        # One that was typed without the file's hash is about the file as it is, as well.
        same = [d.choice for d in about if "" in (d.sha256, each.sha256) or d.sha256 == each.sha256]
        if same and same[-1] != each.choice:
            message = (
                f"{each.finding} of this file is decided twice: {same[-1]}, then {each.choice}"
            )
            fix = "the later one counts; take the other line out"
            yield inspection.source.problem("M021", message, fix, ("decisions", n, "file"))
        about.append(each)


def not_ready_to_send(
    inspection: Inspection, own: PublicKeys | None, past: Collection[str] = ()
) -> Iterator[Problem]:
    """What `push` needs and `check` only warns about. `own` are the keys of whoever asks, `past`
    the recipients that were hers.
    """
    submission = inspection.submission
    if inspection.manifest.kind is ManifestKind.READINESS:
        return  # nothing of it is sent
    if not submission.portal:
        message = "the submission does not say where to send to"
        fix = "add portal: to submission.yaml before push (jtai-submit portal set)"
        yield DELIVERY["P003"].problem(message, fix, "submission.yaml")
    if submission.seal is not Seal.AGE:
        return
    if not submission.recipients:
        fix = "add recipients: to submission.yaml before push (jtai-submit recipient add)"
        yield PACKING["S006"].problem("no recipients are named", fix, "submission.yaml")
    elif {r.key for r in submission.recipients} <= {own.recipient if own else "", *past}:
        message = "your own key is the only recipient: nobody else could open the packs"
        fix = "add the inspectors' keys: jtai-submit recipient add NAME KEY"
        yield PACKING["S011"].problem(message, fix, "submission.yaml")
    for each in submission.recipients:
        if each.key in past:
            message = f"{each.name}'s key is one of yours that was retired: somebody may have it"
            new = "put the new one in its place" if own else "make new keys, and name the new one"
            fix = f"{new}: {typed(('recipient', 'add', each.name, 'own'))}"
            yield PACKING["S014"].problem(message, fix, "submission.yaml")
    yield from recipient_mistakes(inspection)


def schools_to_name(survey: Survey) -> Iterator[Problem]:
    """Tracked children whose school nobody named, where somebody looks at what they are owed."""
    submission = survey.inspection.submission
    if survey.inspection.manifest.kind is not ManifestKind.INSPECTION:
        return
    looked_at = {slot.child for slot in survey.slots}
    known = {child for child, school in submission.schools.items() if school.phone or school.lead}
    open_ = [c.id for c in submission.children if c.id in looked_at and c.id not in known]
    if open_:
        message = f"no school is named for {', '.join(open_)}: an education inspector will ring it"
        fix = f"jtai-submit child school {open_[0]} --name … --lead … --phone …"
        yield survey.inspection.source.problem("M026", message, fix, ("children",), key=True)


def recipient_mistakes(inspection: Inspection) -> list[Problem]:
    """Keys with a wrong letter, each with its place; kinds of keys that cannot be mixed."""
    out, good = [], []
    for n, each in enumerate(inspection.submission.recipients):
        try:
            good.append(recipients.recipient(each.key))
        except ValueError as e:
            message, fix = (
                f"the key of {each.name} is wrong: {e}",
                "copy the key again from its owner, in full: age1…",
            )
            out.append(inspection.source.problem("K001", message, fix, ("recipients", n, "key")))
    if not out and recipients.mixed(good):
        message = "post-quantum keys (age1pq1…) and others (age1…) cannot be mixed"
        fix = "use age1pq1… keys for every recipient, or for none"
        out.append(inspection.source.problem("S009", message, fix, ("recipients",), key=True))
    return out
