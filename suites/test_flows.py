"""Flow promises (several messages about one thing), from the same run as the promises."""

from __future__ import annotations

from kanhe.model.words import Outcome


def test_flows_were_judged(door):
    """Every flow of the catalogue has a word on each of its promises, and none is broken."""
    flows = set(door.catalogue.flows)
    cells = [c for (_, contract, _), c in door.cells().items() if contract in flows]
    assert not flows or cells or door.config.getoption("--kanhe-only")
    assert [] == [c for c in cells if c.outcome in (Outcome.BROKEN, Outcome.HARNESS)]
