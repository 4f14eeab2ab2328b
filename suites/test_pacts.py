"""Pact: each HTTP family's contract is written as a pact, and the target is verified with it."""

from __future__ import annotations

import pytest

pytest.importorskip("pact", reason="没有安装 pact 附加项：pip install -e '.[pact]'")

from kanhe.bridges.pact import specimen_message, verify_pact, write_pact
from kanhe.bridges.signing import SigningProxy
from kanhe.model.words import Outcome
from kanhe.simulate.wall import wall_clock


def test_provider_keeps_the_pact(family, door, tmp_path):
    """Every interaction of the pact written from a contract is kept by the provider, signed on the way."""
    party = door.catalogue.parties[family]
    path = write_pact(door.catalogue, family, tmp_path, now=wall_clock())
    with door.lines(f"{family}.*") as lines:
        for line in (x for x in lines if x.peer.address.startswith("http")):
            with SigningProxy(line.peer.address, party, line.keys, line.headers) as proxy:
                verdicts = list(verify_pact(path, proxy.address, provider=family,
                                            perform=lambda name, to=proxy: to.pass_on(specimen_message(door.catalogue.contracts[name]))))
            assert verdicts
            broken = [f"{v.contract} 不合 pact：{v.actual}" for v in verdicts if v.outcome is Outcome.BROKEN]
            if broken:
                pytest.fail("\n".join(broken), pytrace=False)
