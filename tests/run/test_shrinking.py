"""A breach that a sequence showed is told, whether or not the shortest form of the sequence shows it again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kanhe.model.verdict import Promise, Verdict
from kanhe.model.words import Outcome
from kanhe.run.scenarios import sequences
from kanhe.run.scenarios.sequences import Move, play_and_shrink
from kanhe.run.session import Session, Stopped
from kanhe.run.tally import Tally

GOAL = SimpleNamespace(id="till.pay")
MOVES = (Move(1, 0, 0), Move(2, 0, 0), Move(3, 0, 0))


class Desk:
    """What a sequence needs of a session."""

    count, tell_all = Session.count, Session.tell_all

    def __init__(self) -> None:
        self.tally = Tally("银行")
        self.tally.plan([Promise(contract="till.pay", id="TILL-01", says="付一次")])
        self.peer = SimpleNamespace(name="银行")
        self.held = None
        self.fresh, self.story, self.begun = [], [], 0

    def begin(self) -> None:
        self.fresh, self.story, self.begun = [], [], self.begun + 1


def played(monkeypatch: pytest.MonkeyPatch, *breaks: bool) -> tuple[Desk, list[object]]:
    """The desk after a sequence whose attempts break the promise as said (the last word counts on), and the story that it ends with."""
    desk, left = Desk(), list(breaks)

    def play(session: Desk, goal: object, moves: object) -> None:
        broken = left.pop(0) if len(left) > 1 else left[0]
        session.story.append(f"attempt {session.begun}")
        session.tell_all(None, [Verdict(contract="till.pay", promise="TILL-01", outcome=Outcome.BROKEN if broken else Outcome.KEPT)])
        if broken:
            raise Stopped("账已说不通")

    monkeypatch.setattr(sequences, "play", play)
    try:
        play_and_shrink(desk, GOAL, MOVES)
    except Stopped:
        pass
    return desk, desk.story


@pytest.mark.parametrize(("breaks", "told_from"), [
    ((True, False, False, False, False), "attempt 1"),  # never again
    ((True, True, False, False, False), "attempt 2"),  # once more, with a move less, and then no more
    ((True,), "attempt 5"),  # always: the last and shortest one
])
def test_it_is_told_with_the_story_that_showed_it(monkeypatch, breaks, told_from):
    """Exactly one finding; its story is that of the last attempt that broke."""
    desk, story = played(monkeypatch, *breaks)
    (cell,) = desk.tally.cells()
    assert (Outcome.BROKEN, 1) == (cell.outcome, len(cell.findings)) and [told_from] == story and 1 == len(desk.fresh)


def test_what_never_breaks_is_kept_once(monkeypatch):
    """One attempt, counted as it was."""
    desk, story = played(monkeypatch, False)
    (cell,) = desk.tally.cells()
    assert (Outcome.KEPT, 1, ["attempt 1"]) == (cell.outcome, cell.tried, story)
