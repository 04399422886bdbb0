"""What an information-governance officer asks, answered with an area's own settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..custody.keys import KeyFolder
from ..inspection.inspection import Inspection
from ..inspection.mail import Report
from ..pipeline.environment import Environment
from ..reporting.governance import Answers, governance_html
from ..storage import write_atomically
from .opening import opened
from .output import output
from .result import Done


@dataclass(frozen=True, slots=True)
class Governed(Done):
    page: Path

    def to_dict(self) -> Mapping[str, object]:
        return {"html": str(self.page)}


def governance(directory: Path, page: Path, env: Environment) -> Governed:
    """Write the page that a data protection impact assessment can quote."""
    inspection = opened(directory)
    write_atomically(
        output(page, "governance.html"),
        governance_html(_answers(inspection, env.keys, env)).encode(),
    )
    return Governed(page)


def _answers(inspection: Inspection, keys: KeyFolder, env: Environment) -> Answers:
    submission = inspection.submission
    report = submission.report
    return Answers(
        area=submission.area,
        theme=inspection.manifest.title,
        now=env.now,
        version=env.version,
        seal=submission.seal,
        readers=tuple(recipient.name for recipient in submission.recipients),
        site=_site(submission.portal),
        keys_made=keys.public() is not None,
        report_to=(*report.to, *report.cc) if report else (),
        mail_server=_mail_server(report),
        letters=sum(bool(o.email) for every in submission.agencies.values() for o in every),
        watched=bool(submission.watch),
        converts=submission.convert,
        children=len(submission.children),
    )


def _mail_server(report: Report | None) -> str:
    if report and report.graph:
        return f"Microsoft Graph, as {report.from_address}"
    return f"{report.smtp.host}, port {report.smtp.port}" if report and report.smtp else ""


def _site(portal: Mapping[str, object] | None) -> str:
    """Where packs go, without what only a program needs: no path that could be a secret."""
    if not portal:
        return ""
    kind = str(portal.get("kind", ""))
    for key in ("url", "endpoint", "site"):
        value = str(portal.get(key) or "")
        if value:
            return f"{kind}, {urlsplit(value).hostname or value}"
    return f"{kind} {portal.get('path', '')}".strip()
