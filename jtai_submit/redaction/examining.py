"""Documents through workers: each read by this program, looked at by a process that sees nothing
else, in order.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents.examination import Examination, Examined, Found, Noticed
from ..errors import Problem, Temporary
from ..people.hashed import known
from ..storage import long
from ..workers.confinement import Confined
from ..workers.frames import Facts
from ..workers.pool import Ask, Job, Pool, Task
from ..workers.worker import Answer, Failure, Limits, NeverBegan
from .codes import CODES
from .gate import Seen, examine
from .inside import Question
from .kept import Kept

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SECONDS = Limits().seconds  # of processor time, for one document
MEMORY = Limits().memory  # bytes of one worker
_PATIENCE = 5  # times as long by the clock on the wall: a busy machine costs no document
_LOOK = "jtai_submit.redaction.inside:job"


class Workers:
    """A pool of examiners. `with Workers() as workers: for document, data in workers.examine(root,
    documents): …`
    """

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        load: tuple[str, ...] = (),
        kept: Kept | None = None,
    ) -> None:
        """`seconds` of processor time a document and bytes of `memory` a process; `count`
        processes, or one a processor.

        `load` names further functions that each process calls before it is confined; `kept` is
        where clean copies are remembered.
        """
        limits = Limits(seconds, seconds * _PATIENCE, memory)
        self.pool = Pool(count or 0, limits, ("jtai_submit.redaction.inside:prepare", *load))
        self.kept = kept
        self._adapter: TypeAdapter[Examination] | None = None

    @property
    def count(self) -> int:
        return self.pool.count

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.pool.close(at_once=kind is not None)

    def confinement(self) -> Confined:
        """What the readers of documents are kept from on this computer. Raises `Temporary` where
        none starts.
        """
        try:
            return self.pool.confinement()
        except OSError as e:
            raise _none_starts(e) from None

    def unconfined(self) -> tuple[str, ...]:
        """What the readers that ran were not kept from on this computer, each with why."""
        if not self.pool.processes:
            return ()
        return tuple(
            f"{promise.value} ({why})" for promise, why in self.confinement().lacking.items()
        )

    def examine(
        self,
        root: Path,
        documents: Iterable[Found],
        *,
        gated: bool = True,
        want: bool = False,
        keep: bool = True,
    ) -> Iterator[tuple[Examined, bytes | None]]:
        """Each document in order, examined; with `want`, its cleaned bytes where it may be sent.
        Not `keep`: nobody will ask for them again, so they are not remembered.

        Raises `Temporary` where no worker starts on this computer.
        """
        queue = list(documents)
        tasks = (
            Task(each.bytes, partial(self._examined, root, each, gated, want, keep))
            for each in queue
        )
        try:
            for document, (seen, data) in zip(queue, self.pool.each(tasks), strict=True):
                yield Examined.of(document, seen), data
        except NeverBegan as e:
            raise _none_starts(e) from None

    def made(self, function: str, facts: Facts, data: bytes) -> Answer | None:
        """What `package.module:name` says and makes of these bytes, under the same limits; None
        where it could not. Raises `Temporary` as above.
        """
        try:
            answer = self.pool.ask(function, facts, data)
        except NeverBegan as e:
            raise _none_starts(e) from None
        return answer if isinstance(answer, Answer) else None

    def compare(self, jobs: Iterable[Job], function: str) -> Iterator[Facts | None]:
        """What `package.module:name` says of each job, in order, under the same limits; None where
        it gave no answer.

        `jobs` may be a stream: no more is taken from it than keeps every process busy. Raises
        `Temporary` as above.
        """
        try:
            for answer in self.pool.run(function, jobs):
                yield answer.facts if isinstance(answer, Answer) else None
        except NeverBegan as e:
            raise _none_starts(e) from None

    def _examined(
        self, root: Path, document: Found, gated: bool, want: bool, keep: bool, ask: Ask
    ) -> Seen:
        path = str(long(root / document.path))
        by = partial(self._look, ask, keep)
        return examine(path, document.bytes, document.mtime_ns, gated, want, document.wishes, by)

    def _look(self, ask: Ask, keep: bool, question: Question, data: bytes) -> Seen:
        """What a worker says of a document. Nothing it says is taken for true that this program can
        see for itself.
        """
        if self.kept and question.gated and (held := self.kept.recall(question)):
            return held if question.want else (held[0], None)
        kept = self.kept if keep else None
        wanted = replace(question, want=True) if kept else question
        answer = ask(_LOOK, wanted.to_facts(), data)
        if isinstance(answer, Failure):
            return _refused(question, answer)
        try:
            seen = self._examination().validate_python(answer.facts.get("examination"))
        except ValueError:
            return _refused(question, Failure.CRASH)
        mentions = known(question.wishes.listed, seen.mentions)
        seen = replace(seen, sha256=question.sha256, gated=question.gated, mentions=mentions)
        if not answer.facts.get("sent"):
            return seen, None
        clean = answer.data
        if hashlib.sha256(clean).hexdigest() != seen.clean_sha256 or len(clean) != seen.clean_bytes:
            return _refused(question, Failure.CRASH)
        if kept:
            kept.keep(question, seen, clean)
        return seen, clean if question.want else None

    def _examination(self) -> "TypeAdapter[Examination]":
        if self._adapter is None:
            from pydantic import TypeAdapter

            self._adapter = TypeAdapter(Examination)
        return self._adapter


def _refused(question: Question, failure: Failure) -> Seen:
    noticed = (Noticed("R203", detail=failure.value),)
    return Examination(
        question.converted, question.sha256, noticed=noticed, gated=question.gated
    ), None


def _none_starts(error: OSError) -> Temporary:
    code = CODES["R205"]
    message = f"the process that reads documents does not start: {error.strerror or error}"
    return Temporary(Problem("R205", message, code.fix))
