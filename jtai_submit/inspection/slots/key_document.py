"""Key documents: nine kinds of case-file document about each tracked child (Annex A, "Child level
data").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Matches, Slot, State


class KeyDocuments(Kind):
    """A folder is a child's by the id that it begins with, and a document's by its slug."""

    name = "key-document"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        # Annex A asks the local authority for the case files; `owners` says who else holds one.
        default = manifest.agencies[0].slug
        for child in submission.children:
            for document in manifest.key_documents:
                slot_id = f"{child.id}/{document.slug}"
                by_child = submission.owners.get(child.id, default)
                yield Slot(
                    id=slot_id,
                    kind=self.name,
                    title=document.title,
                    text=document.text,
                    folder=f"children/{child.id}/{document.slug}",
                    group=child.id,
                    deadline=manifest.key_document_deadline,
                    owner=submission.owners.get(slot_id, by_child),
                    child=child.id,
                    look_back=document.look_back,
                )

    def matches(self, slots: Sequence[Slot]) -> Matches:
        documents = {(s.child.casefold(), s.id.partition("/")[2]): s.id for s in slots}
        children = sorted({child for child, _ in documents}, key=len, reverse=True)
        slugs = sorted({slug for _, slug in documents}, key=len, reverse=True)

        def find(folders: Sequence[str]) -> Iterable[str]:
            if len(folders) < 3 or folders[0] != "children":
                return ()
            child = leading(folders[1].casefold(), children)
            slot = documents.get((child, leading(folders[2].casefold(), slugs)))
            return (slot,) if slot else ()

        return find

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        return State.MISSING


def leading(text: str, known: Iterable[str]) -> str:
    """The known id (longest first) with which a folder's name begins."""
    return next(
        (k for k in known if text.startswith(k) and not text[len(k) : len(k) + 1].isalnum()), ""
    )


KIND = KeyDocuments()
