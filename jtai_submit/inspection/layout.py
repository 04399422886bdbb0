"""The inspection folder, as `init` makes it and `child add` extends it."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import Problem, Unusable, Usage
from ..manifest import shipped
from ..manifest.reader import open_manifest
from ..manifest.source import read
from ..storage import PUBLIC, write_atomically
from .inspection import Inspection, parse_inspection
from .slots.registry import slots
from .splices import scalar

SCHEMA = "submission.schema.json"
_TEMPLATE = """\
# yaml-language-server: $schema=.jtai/{schema}
# What {area} answers to the inspectors. Lines that begin with "# " are notes and examples: take
# the "# " away (the sign and the blank behind it) to use one. Each has a command, too:
# jtai-submit setup

manifest: {manifest}
area: {area}
notified: {notified}                # the day on which the area was notified
seal: age                           # age: only the recipients can open packs;
                                    # zip: whoever is told the passphrase;
                                    # none: anybody who can read the site or the folder
                                    # (it must be encrypted itself)
index: true                         # one index of every document goes with the packs
# reading_copy: true                # one PDF in each pack that joins its PDFs, to read and print
children: [{children}]
# agencies:                         # who gathers what; one or several organisations each
#   police:
#     {{name: Exampleshire Police, lead: Pat Example, email: pat@example.org,
#       phone: "01632 960001"}}
# owners: {{C1/chronology: police}}   # who owes a child's document, if not the local authority
# expected: {{"3.7": 2017-05-15}}     # when a missing document is expected
# requested: ["2.4"]                # items that the lead inspector asked for
not_applicable: []              # jtai-submit exempt 3.7 --because "none held" --by "Pat Example"
# report:
#   {{to: [director@council.example], smtp: {{host: mail.council.example, port: 587, user: me}}}}
# watch: watch.txt                  # a file of names that must not stand in file names, one a line
# people: people.yaml               # who the children are, so that a document about another is
#                                   # seen; never copied
# schools: {{C1: {{name: High School, lead: Lee Example, phone: "01632 960003"}}}}   # never sent
# approval: {{sign_off: true, released_by: [Dee Director]}}   # who approves before anything is sent
# deadlines:                        # where the lead inspector confirmed another time
#   day-five: {{at: 2017-05-16T17:00, confirmed_by: lead inspector, on: 2017-05-10}}
# recipients:                       # whose keys open the packs; your own: jtai-submit keys new
#   - {{name: Coordinator, key: age1…}}
# where packs are sent to: a folder that is synced or uploaded by browser, or the site itself,
# one of:
"""


def create(
    directory: Path,
    manifest: str,
    area: str,
    notified: str,
    children: Sequence[str],
    portals: Sequence[str] = (),
) -> Inspection:
    """Make the tree; `portals` are examples of `portal:`, one of each kind. Raises `Usage` for
    options that cannot stand in a submission, before anything is made.
    """
    named = _seen_from(directory, manifest)
    text = _TEMPLATE.format(
        schema=SCHEMA,
        area=scalar(area),
        manifest=scalar(named),
        notified=scalar(notified),
        children=", ".join(map(scalar, children)),
    )
    text += "".join(f"# portal: {example}\n" for example in portals)
    try:
        open_manifest(named, directory)
        inspection = parse_inspection(directory, read("submission.yaml", text.encode()))
    except Unusable as stop:
        raise Usage(
            *(Problem(p.code, p.message, p.fix, p.where and "command line") for p in stop.problems)
        ) from None
    schema = shipped.schema("submission").encode()
    directory.mkdir(parents=True, exist_ok=True)
    try:  # of two people at once one is the first
        (directory / "submission.yaml").open("xb").close()
    except FileExistsError:
        raise occupied(directory) from None
    make_folders(inspection)
    write_atomically(inspection.own / SCHEMA, schema)
    write_atomically(directory / "submission.yaml", text.encode(), PUBLIC)
    return inspection


def occupied(directory: Path) -> Usage:
    """Something is there already."""
    message = "something is there already, and nothing is overwritten"
    return Usage(Problem("", message, "name a new or empty folder", str(directory)))


def _seen_from(directory: Path, manifest: str) -> str:
    """A manifest's file as the submission names it: by its way from the inspection folder."""
    path = Path(manifest)
    if path.suffix not in (".yaml", ".yml") or path.is_absolute():
        return manifest
    return Path(os.path.relpath(path, directory)).as_posix()


def make_folders(inspection: Inspection, only: Iterable[str] = ()) -> None:
    """A folder for everything that this stage knows; with `only`, for those children."""
    wanted = set(only)
    for slot in slots(inspection.manifest, inspection.submission):
        if not wanted or slot.child in wanted:
            (inspection.documents / slot.folder).mkdir(parents=True, exist_ok=True)
