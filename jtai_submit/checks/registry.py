"""All rules, and their application to one document. A new rule is one new file and one name here."""

from dataclasses import replace

from ..documents.examination import Document, Noticed
from ..errors import book
from ..inspection.finding import Finding
from .document import (
    d002_empty,
    d003_corrupt,
    d004_password,
    d005_type_differs,
    d006_unsupported,
    d007_duplicate,
    d008_stray,
    d010_outside,
    d011_watched_name,
    d012_look_back,
    d013_changed_while_read,
    d014_not_downloaded,
    d015_changed_since_decided,
    d016_withdrawn,
    d019_nothing_shows,
    hidden,
)
from .interface import Context, Owed, Rule, SlotRule
from .slot import d001_missing, d009_too_many, d021_both

RULES: tuple[Rule, ...] = (
    d002_empty.RULE, d003_corrupt.RULE, d004_password.RULE, d005_type_differs.RULE,
    d006_unsupported.RULE, d007_duplicate.RULE, d008_stray.RULE, d010_outside.RULE,
    d011_watched_name.RULE, d012_look_back.RULE, d013_changed_while_read.RULE, d014_not_downloaded.RULE,
    d015_changed_since_decided.RULE, d016_withdrawn.RULE, d019_nothing_shows.RULE, *hidden.RULES,
)  # fmt: skip
SLOT_RULES: tuple[SlotRule, ...] = (d001_missing.RULE, d009_too_many.RULE, d021_both.RULE)
_ENTRIES = {rule.code: rule.entry for rule in RULES} | {rule.code: rule.entry for rule in SLOT_RULES}
BOOK = book(_ENTRIES)
_FINDERS = [rule for rule in RULES if rule.find]
_DONE = {"keep": "kept as it is", "anonymise": "kept, its authors without their names", "remove": "removed"}
_NOT_DONE = {"anonymise": "leaving out the names alone", "remove": "removing it", "keep": "keeping it"}
_SAYERS = {rule.code: rule for rule in RULES if rule.says}


def slot_findings(owed: Owed) -> tuple[Finding, ...]:
    """Everything to be said about one thing that is owed, its files together."""
    return tuple(rule.finding(message) for rule in SLOT_RULES for message in rule.find(owed))


def findings(document: Document, context: Context) -> tuple[Finding, ...]:
    """Everything to be said about one document."""
    said = [_said(document, noticed) for noticed in document.examined.noticed]
    found = [rule.finding(message) for rule in _FINDERS if rule.find for message in rule.find(document, context)]
    return tuple(found + said)


def _said(document: Document, noticed: Noticed) -> Finding:
    rule = _SAYERS[noticed.code]
    finding = rule.finding(rule.says(noticed))  # type: ignore[misc]
    sha256 = document.examined.sha256
    mine = [d for d in document.decisions if d.finding == noticed.code]
    standing = [d for d in mine if d.stands(sha256)]
    if noticed.choice:
        who = f" (decided by {standing[-1].by}: {standing[-1].because})" if standing and standing[-1].by else ""
        return replace(finding, message=f"{finding.message}: {_DONE[noticed.choice]}{who}", fix="", blocks=False)
    if standing:
        message = f"{finding.message}: {_NOT_DONE.get(standing[-1].choice, 'this choice')} here is not possible"
        return replace(finding, message=message)
    if mine:
        return replace(finding, message=f"{finding.message}: the file was changed after the decision about it")
    return finding
