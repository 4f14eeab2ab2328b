"""A flow rule that names a role is that side's duty alone."""

from __future__ import annotations

from pathlib import Path

from kanhe.contract.load import load
from kanhe.model.event import Peer
from kanhe.run.plan import planned

CATALOGUE = load(Path(__file__).parents[2] / "contracts")


def owed(family: str, role: str) -> set[str]:
    """Ids of the flow rules that a side owes."""
    peer = Peer(name=role, family=family, role=role, address="memory://")
    return {promise.id for promise in planned(CATALOGUE, peer) if promise.contract in CATALOGUE.flows}


def test_only_the_named_side_owes_the_rule():
    """The vault hands vouchers out byte for byte; a member is not asked for that. Rules without a role bind both sides."""
    assert {"TV-10"} == owed("treasury_voucher", "vault")
    assert set() == owed("treasury_voucher", "member")
    assert owed("land_margin", "bank") == owed("land_margin", "land") != set()
