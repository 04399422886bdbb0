"""What the guidance tells beside what is owed: the inspectors' own tool, and whom they may talk
with.
"""

from .base import Model


class TrackingQuestion(Model):
    """A question of the inspectors' tool, with the numbers of the criteria that it rests on."""

    text: str
    esn: tuple[int, ...]


class Criterion(Model):
    """One evaluation criterion by its number in the evaluation schedule."""

    esn: int
    text: str


class Tracking(Model):
    """The inspectors' own tool for tracking a child's experiences. It is never owed."""

    title: str
    header: tuple[str, ...]
    evaluation: str
    summary: str
    questions: tuple[TrackingQuestion, ...]
    criteria: tuple[Criterion, ...]


class Talks(Model):
    """People whom inspectors may talk with. No document is owed for it, and nothing is checked."""

    title: str
    text: str
    groups: tuple[str, ...]
