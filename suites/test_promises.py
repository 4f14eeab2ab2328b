"""One test per peer x contract x promise, from the plan; the run behind them is the same as `kanhe verify`."""

from __future__ import annotations

import pytest

from kanhe.model.words import Outcome


def test_promise(planned_cell, door):
    """The promise is kept (or its shortcoming is only noted) by this peer, and it was tried at all."""
    peer, promise = planned_cell
    cell = door.cells().get((peer, promise.contract, promise.id))
    assert cell is not None, f"计划中的 {promise.id} 没有结果"
    if cell.outcome is Outcome.SKIPPED:
        pytest.skip(f"未测到：{cell.reason}")
    steps = "\n".join(line for f in cell.findings[:1] for line in (*f.steps, f"重跑 {f.rerun}"))
    assert cell.outcome in (Outcome.KEPT, Outcome.NOTED), f"[{promise.id}] {promise.says}\n{cell.reason}\n{steps}"
