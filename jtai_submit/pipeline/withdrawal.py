"""Taking back what went by mistake: nothing can be unsent, so people are told what to delete, in
the next receipt.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ..custody.audit import AuditLog
from ..custody.statement import StatedWithdrawal, WithdrawnDocument
from ..errors import Problem, Usage
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.submission import Withdrawal
from ..packing.index import notice
from ..packing.names import area_slug
from .environment import Environment
from .sealing import hashed
from .survey import Survey

TO_DO = (
    "Delete this document from the pack and from every copy of it, do not read or use it, and "
    "confirm by email to the "
    "area's coordinator that this was done."
)


def gone_by_mistake(slot: str, survey: Survey, journal: Journal) -> dict[str, str]:
    """What was sent for a slot and is not in its folder any more: SHA-256 → its name in the pack.
    Raises `Usage`.
    """
    withdrawn = survey.withdrawn
    sent = {
        f.sha256: f.member
        for pack in journal.sent()
        for f in pack.files
        if f.slot == slot and not withdrawn.took(slot, f.sha256, pack.sent_at)
    }
    earlier = [w for w in survey.inspection.submission.withdrawn if w.slot == slot]
    if not sent and earlier:
        message = f"{slot} was withdrawn already, by {earlier[-1].by}: {earlier[-1].because}"
        raise Usage(
            Problem(
                "", message, "see what the people who hold it were told: jtai-submit receipts show"
            )
        )
    if not sent:
        raise Usage(
            Problem(
                "", f"nothing was sent for {slot}", "see what was sent: jtai-submit receipts list"
            )
        )
    here = {document.examined.sha256 for document in survey.documents if slot in document.slots}
    gone = {sha: name for sha, name in sent.items() if sha not in here}
    if not gone:
        fix = (
            "take the wrong document out of its folder first, or put the right one in its "
            "place; then withdraw again"
        )
        raise Usage(
            Problem("", f"everything that was sent for {slot} still lies in its folder", fix)
        )
    return gone


def noted(
    inspection: Inspection, env: Environment, slot: str, because: str, by: str, names: list[str]
) -> None:
    """Keep in the log who withdrew what, when and why."""
    log = AuditLog(inspection.own / "audit.jsonl")
    log.append(env.moment, "withdrawn", slot=slot, because=because, by=by, documents=names)


def taken_back(inspection: Inspection, env: Environment, slots: Iterable[str]) -> None:
    """Keep in the log that what was withdrawn counts again."""
    log = AuditLog(inspection.own / "audit.jsonl")
    for slot in dict.fromkeys(slots):
        log.append(env.moment, "returned", slot=slot)


def unstated(survey: Survey, journal: Journal) -> list[Withdrawal]:
    every = survey.inspection.submission.withdrawn
    return [withdrawal for withdrawal in every if not is_stated(withdrawal, journal)]


def is_stated(withdrawal: Withdrawal, journal: Journal) -> bool:
    """Whether a receipt has told of it; those of before were known by their moment alone."""
    return not {moment_of(withdrawal.at), _mark(withdrawal)}.isdisjoint(journal.stated)


def _mark(withdrawal: Withdrawal) -> str:
    return _marked(moment_of(withdrawal.at), withdrawal.slot, withdrawal.sha256[0])


def _marked(at: str, slot: str, sha256: str) -> str:
    return f"{at} {slot} {sha256[:12]}"


def learn(told: Sequence[StatedWithdrawal], journal: Journal) -> bool:
    """What a receipt told of, and a stop kept from the journal. Whether there was any."""
    packs = {pack.parcel: pack for pack in journal.packs}
    marks = {
        _marked(each.at, each.slot, f.sha256)
        for each in told
        for document in each.documents
        for f in (packs[document.pack].files if document.pack in packs else ())
        if (f.slot, f.member) == (each.slot, document.name)
    }
    new = marks.difference(journal.stated)
    journal.stated += sorted(new)
    return bool(new)


def statement(
    withdrawal: Withdrawal, journal: Journal, titles: Mapping[str, str]
) -> StatedWithdrawal:
    """What a receipt says of it: which documents in which packs, and what the people who hold them
    must do now. `titles` are those of slots, by id."""
    documents = tuple(_held(withdrawal, journal))
    return StatedWithdrawal(
        slot=withdrawal.slot,
        title=titles.get(withdrawal.slot, ""),
        because=withdrawal.because,
        at=moment_of(withdrawal.at),
        documents=documents,
        to_do=TO_DO,
    )


def _held(withdrawal: Withdrawal, journal: Journal) -> Iterator[WithdrawnDocument]:
    """Where the people who hold the packs find it: by itself, and in a pack's reading copy."""
    back = withdrawal.returned
    for pack in journal.sent():
        if back and pack.sent_at and datetime.fromisoformat(pack.sent_at) > back:
            continue  # it went a second time, and rightly
        mine = [
            f for f in pack.files if f.slot == withdrawal.slot and f.sha256 in withdrawal.sha256
        ]
        for f in mine:
            yield WithdrawnDocument(pack=pack.parcel, name=f.member, sha256=f.clean_sha256)
        for each in pack.extras if any(f.pages for f in mine) else ():
            yield WithdrawnDocument(pack=pack.parcel, name=each.member, sha256=each.sha256)


def notices(inspection: Inspection, journal: Journal) -> Iterator[tuple[str, bytes]]:
    """For each withdrawal the name and the text of what lies beside the packs."""
    area = inspection.submission.area
    here = {pack.parcel for pack in journal.sent() if journal.is_here(pack)}
    for withdrawal in inspection.submission.withdrawn:
        documents = [
            (each.pack, each.name, each.sha256)
            for each in statement(withdrawal, journal, {}).documents
            if each.pack in here
        ]
        if documents:
            text = notice(area, documents, TO_DO)
            # Several may have been withdrawn at one moment: the text makes the name.
            yield f"{area_slug(area)}_withdrawn-{hashed(text)[:8]}.txt", text


def stated(withdrawals: list[Withdrawal], journal: Journal) -> None:
    journal.stated += [_mark(withdrawal) for withdrawal in withdrawals]
    journal.save()


def moment_of(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
