"""What has to be sealed and sent: what is new, what waits sealed, and what is taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..inspection.journal import INDEX, Journal, Pack, PackState
from ..inspection.standing import Standing
from ..inspection.submission import Seal
from ..redaction.examining import Workers
from .dispatch import Dispatch
from .environment import Environment
from .judge import judge
from .orders import Order, orders
from .survey import Survey, weigh


@dataclass(frozen=True, slots=True)
class Plan:
    """`todo` is to be sealed, most urgent first; `sealed` says of each pack that waits, by name,
    what it is made of.
    """

    todo: tuple[Order, ...]
    sealed: Mapping[str, Order]


def packs_of(survey: Survey, journal: Journal) -> tuple[Pack, ...]:
    """The packs of the selection that were sent or are to be sent; the index last."""
    groups = list(dict.fromkeys((slot.group, slot.deadline) for slot in survey.slots))
    groups += list(dict.fromkeys((INDEX, deadline) for _, deadline in groups))
    mine = [
        p
        for p in journal.packs
        if (p.group, p.deadline) in groups and p.state is not PackState.ABANDONED
    ]
    return tuple(sorted(mine, key=lambda p: (groups.index((p.group, p.deadline)), p.version)))


def recognise(survey: Survey, journal: Journal, workers: Workers, env: Environment) -> None:
    """Hash anew what the journal knows, so that nothing rests on file times: sent already, sealed
    already, or new.
    """
    weigh(survey, env)
    known = {f.path for pack in packs_of(survey, journal) for f in pack.files}
    memory = survey.memory
    again = [d for d in survey.sendable if d.path in known]
    for document, _ in workers.examine(survey.inspection.root, again, gated=False):
        told = memory.recall(document, gated=True)
        same = told and told.sha256 == document.examined.sha256
        survey.put(replace(document, examined=told) if told and same else document)
    for document in survey.sendable:
        told = None if document.path in known else memory.recall(document, gated=True)
        if told:
            survey.put(replace(document, examined=told))


def plan(dispatch: Dispatch, standing: Standing) -> Plan:
    """What has to go and is not sealed yet. A sealed pack that no longer fits its folder is taken
    back.
    """
    survey, journal = dispatch.survey, dispatch.journal
    wanted, sealed = orders(survey, standing.slots, journal), dict[str, Order]()
    for order in wanted:
        waiting = journal.sealed(order.group, order.deadline)
        if waiting and fits(dispatch, waiting, order):
            sealed[waiting.name] = order
    if _take_back(dispatch, sealed):
        # What had arrived, or was begun, changes what is new and which number it gets.
        wanted = orders(survey, judge(survey, journal, dispatch.env).slots, journal)
    due = {d.id: d.due for d in survey.dues}
    fitting = {(order.group, order.deadline) for order in sealed.values()}
    todo = [order for order in wanted if (order.group, order.deadline) not in fitting]
    return Plan(tuple(sorted(todo, key=lambda order: (due[order.deadline], order.bytes))), sealed)


def _take_back(dispatch: Dispatch, fitting: Iterable[str]) -> bool:
    """Take back every sealed pack that does not fit; whether there was one."""
    journal = dispatch.journal
    packs = packs_of(dispatch.survey, journal)
    waiting = [p for p in packs if p.state is PackState.SEALED and p.group != INDEX]
    stale = [p for p in waiting if p.name not in fitting]
    for pack in stale:
        dispatch.take_back(pack)
    for pack in journal.packs:
        begun = any(map(journal.session, journal.sessions_of(pack)))
        if pack.state is PackState.ABANDONED and begun:
            dispatch.abandon(pack)  # the portal was another one when it was given up
    return bool(stale)


def fits(dispatch: Dispatch, pack: Pack, order: Order) -> bool:
    """Whether a sealed pack is what would be sealed now."""
    now = [
        (load.slot.id, load.document.path, load.document.examined.sha256) for load in order.loads
    ]
    made_of = order.made_of(dispatch.survey, dispatch.journal, dispatch.env.version)
    if not pack.covers(now) or pack.made_of != made_of:
        return False
    return pack.seal == Seal.NONE or dispatch.dry or dispatch.outbox.whole(pack)
