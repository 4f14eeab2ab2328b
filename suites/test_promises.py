"""One test per contract x peer x promise, from the plan; the run behind them is the same as `kanhe verify`."""

from __future__ import annotations

import pytest

from kanhe.model.words import Outcome


def test_promise(cell, door):
    """The promise is kept (or only noted) by this peer, and if it binds, it was tried at all."""
    complaint = door.complaint(cell)
    if complaint:
        pytest.fail(complaint, pytrace=False)
    if cell.outcome is Outcome.SKIPPED:
        pytest.skip(f"未测到（不是必守的约定）：{cell.reason}")


def test_nothing_else_was_found(door):
    """The run found nothing broken beyond its plan."""
    complaints = [door.complaint(c) for c in door.cells().values() if c.beside]
    if any(complaints):
        pytest.fail("\n".join(filter(None, complaints)), pytrace=False)
