"""The last word on a promise: what was left open is no promise kept, and what was found broken stays so."""

from __future__ import annotations

import pytest

from kanhe.model.verdict import Promise, Verdict
from kanhe.model.words import Outcome
from kanhe.run.tally import Tally


@pytest.mark.parametrize(("heard", "left", "last"), [
    ((Outcome.KEPT,), "", Outcome.KEPT), ((Outcome.KEPT,), "没有等到", Outcome.SKIPPED), ((), "没有等到", Outcome.SKIPPED),
    ((Outcome.KEPT, Outcome.BROKEN), "没有等到", Outcome.BROKEN), ((Outcome.NOTED,), "没有等到", Outcome.SKIPPED)])
def test_what_was_left_open_is_not_kept(heard: tuple[Outcome, ...], left: str, last: Outcome) -> None:
    """Seen kept elsewhere or not, it is untested, with the reason; a finding weighs more."""
    tally = Tally("甲")
    tally.plan([Promise(contract="f.a", id="A-1", says="约定")])
    for outcome in heard:
        tally.hear(Verdict(contract="f.a", promise="A-1", outcome=outcome, says="约定"), None)
    if left:
        tally.leave_open("f.a", "A-1", left)
    (cell,) = tally.cells()
    assert last is cell.outcome and (last is not Outcome.SKIPPED or left == cell.reason)
