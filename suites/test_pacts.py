"""Pact: each HTTP family's contract is written as a pact, and the served simulator is verified with it."""

from __future__ import annotations

import pytest

pytest.importorskip("pact", reason="没有安装 pact 附加项：pip install -e .[pact]")

from kanhe.bridges.pact import verify_pact, write_pact
from kanhe.bridges.sealing import SealingProxy
from kanhe.model.words import Outcome


def test_simulator_keeps_the_pact(door, tmp_path):
    """Every interaction of the pact written from a contract is kept by the provider, signed on the way."""
    families = {c.party.family for c in door.catalogue.contracts.values() if c.route}
    lines = [line for line in door.fresh_lines() if line.peer.family in families]
    tried = 0
    for line in lines:
        try:
            path = write_pact(door.catalogue, line.peer.family, tmp_path)
            party = door.catalogue.parties[line.peer.family]
            with SealingProxy(line.peer.address, party, line.keys) as proxy:
                verdicts = list(verify_pact(path, proxy.address, provider=line.peer.family))
        finally:
            line.link.close()
        tried += len(verdicts)
        assert [] == [v for v in verdicts if v.outcome is Outcome.BROKEN]
    assert tried or not families
