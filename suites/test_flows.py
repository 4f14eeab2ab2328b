"""One test per flow x peer x promise: what holds over several messages. From the same run as the promises."""

from __future__ import annotations

import pytest

from kanhe.model.words import Outcome


def test_flow(flow_cell, door):
    """The promise is kept (or only noted) by this peer, and if it binds, it was tried at all."""
    complaint = door.complaint(flow_cell)
    if complaint:
        pytest.fail(complaint, pytrace=False)
    if flow_cell.outcome is Outcome.SKIPPED:
        pytest.skip(f"未测到（不是必守的约定）：{flow_cell.reason}")
