"""All rules, and their application. A new rule is one new file and one name here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module

from ..documents.examination import Examined, Noticed
from ..errors import book
from ..inspection.finding import Finding
from .document.sentence import together
from .interface import Context, Owed, Rule, SlotRule

_DOCUMENT = (
    "d002_empty",
    "d003_corrupt",
    "d004_password",
    "d005_type_differs",
    "d006_unsupported",
    "d007_duplicate",
    "d008_stray",
    "d010_outside",
    "d011_watched_name",
    "d012_look_back",
    "d013_changed_while_read",
    "d014_not_downloaded",
    "d015_changed_since_decided",
    "d016_withdrawn",
    "d017_another_child",
    "d018_names_a_child",
    "d019_nothing_shows",
    "d020_shortcut",
    "hidden",
)
_SLOT = (
    "d001_missing",
    "d009_too_many",
    "d021_both",
    "d022_parts",
    "d023_not_said",
    "d024_organisation",
)


def _rules() -> tuple[Rule, ...]:
    out: list[Rule] = []
    for name in _DOCUMENT:
        module = import_module(f".document.{name}", __package__)
        out += getattr(module, "RULES", None) or [module.RULE]
    return tuple(out)


RULES = _rules()
SLOT_RULES: tuple[SlotRule, ...] = tuple(
    import_module(f".slot.{name}", __package__).RULE for name in _SLOT
)
BOOK = book({r.code: r.entry for r in RULES} | {r.code: r.entry for r in SLOT_RULES})
_FINDERS = [rule for rule in RULES if rule.find]
_DONE = {
    "keep": "kept as it is",
    "anonymise": "kept, its authors without their names",
    "remove": "removed",
    "apply": "carried out: what was marked is gone",
}
_NOT_DONE = {
    "anonymise": "leaving out the names alone",
    "remove": "removing it",
    "keep": "keeping it",
    "apply": "carrying it out",
}
_NO_WORDS = "Print it to a new PDF, put that in its place, and report the code that stands here."
_SAYERS = {rule.code: rule for rule in RULES if rule.says}


def slot_findings(owed: Owed) -> tuple[Finding, ...]:
    """Everything to be said about one thing that is owed, its files together."""
    return tuple(rule.finding(message) for rule in SLOT_RULES for message in rule.find(owed))


def findings(document: Examined, context: Context) -> tuple[Finding, ...]:
    """Everything to be said about one document.

    Whatever a rule throws costs this document, never the run.
    """
    noticed = together(document.examined.noticed) if document.examined.noticed else []
    try:
        found = [finding for rule in _FINDERS for finding in _found(rule, document, context)]
        return tuple(found + [_said(document, each) for each in noticed])
    except Exception:  # which one it was is found out by asking each by itself
        guarded = [
            _guarded(rule.code, partial(_found, rule, document, context)) for rule in _FINDERS
        ]
        guarded += [_guarded(each.code, partial(_spoken, document, each)) for each in noticed]
        return tuple(finding for findings_ in guarded for finding in findings_)


def _guarded(code: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except Exception as e:
        message = f"the check {code} stopped at this document ({type(e).__name__})"
        return [_SAYERS["R203"].finding(message)]


def _found(rule: Rule, document: Examined, context: Context) -> list[Finding]:
    found = rule.find(document, context) if rule.find else ()
    return [_settled(rule.finding(message), document) for message in found]


def _settled(finding: Finding, document: Examined) -> Finding:
    """What a rule found, with what a person decided about it: that it stays as it is."""
    mine = [d for d in document.decisions if d.finding == finding.code and d.choice == "keep"]
    if not finding.decidable or not mine:
        return finding
    standing = [d for d in mine if d.stands(document.examined.sha256)]
    if not standing:
        message = f"{finding.message}: the file was changed after the decision about it"
        return replace(finding, message=message)
    last = standing[-1]
    who = f" (decided by {last.by}: {last.because})" if last.by else ""
    message = f"{finding.message}: {_DONE['keep']}{who}"
    return replace(finding, message=message, fix="", blocks=False)


def _spoken(document: Examined, noticed: Noticed) -> list[Finding]:
    return [_said(document, noticed)]


def _worded(noticed: Noticed) -> Finding:
    """What was noticed, in words; a code that is not in the book blocks all the same."""
    rule = _SAYERS.get(noticed.code)
    if rule is None or rule.says is None:
        where = f" in {noticed.where}" if noticed.where else ""
        detail = f" ({noticed.detail})" if noticed.detail else ""
        message = f"something was noticed{where} that this version has no words for{detail}"
        return Finding(noticed.code, message, _NO_WORDS, blocks=True)
    return rule.finding(rule.says(noticed), rule.helps(noticed) if rule.helps else "")


def _said(document: Examined, noticed: Noticed) -> Finding:
    finding = _worded(noticed)
    sha256 = document.examined.sha256
    mine = [d for d in document.decisions if d.finding == noticed.code]
    standing = [d for d in mine if d.stands(sha256)]
    if noticed.choice:
        who = (
            f" (decided by {standing[-1].by}: {standing[-1].because})"
            if standing and standing[-1].by
            else ""
        )
        return replace(
            finding,
            message=f"{finding.message}: {_DONE[noticed.choice]}{who}",
            fix="",
            blocks=False,
        )
    if standing:
        message = (
            f"{finding.message}: {_NOT_DONE.get(standing[-1].choice, 'this choice')} here "
            f"is not possible"
        )
        return replace(finding, message=message)
    if mine:
        return replace(
            finding, message=f"{finding.message}: the file was changed after the decision about it"
        )
    return finding
