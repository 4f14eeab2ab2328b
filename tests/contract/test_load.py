"""Loading one family alone: what a simulated party needs, and nothing that is wrong elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanhe.cases.obligations import promises_of
from kanhe.contract.load import load
from kanhe.errors import ContractError
from tests.contract.mistakes import DESK
from tests.contract.roots import RIGHT, broken

CONTRACTS = Path(__file__).parents[2] / "contracts"


def test_a_family_alone_is_what_it_is_among_the_others():
    """The same contracts with the same fields, promises and specimens; no flow."""
    whole, alone = load(CONTRACTS), load(CONTRACTS, family="land_margin")
    same = {name: c for name, c in whole.contracts.items() if c.party.family == "land_margin"}
    assert list(same) == list(alone.contracts) and list(alone.parties) == ["land_margin"] and not alone.flows
    for name, contract in alone.contracts.items():
        assert [f.path for f in contract.request] == [f.path for f in same[name].request]
        assert (contract.specimen_request, contract.specimen_reply) == (same[name].specimen_request, same[name].specimen_reply)
        assert promises_of(contract, inbound=False, kinds=frozenset()) == promises_of(same[name], inbound=False, kinds=frozenset())


def test_who_judges_a_family_alone_knows_its_flows_and_what_the_whole_root_says():
    """The family's flows and no other's; the digest is that of everything, for it stands under the verdict."""
    whole, alone = load(CONTRACTS), load(CONTRACTS, family="land_margin", judged=True)
    assert {name for name, flow in whole.flows.items() if flow.family == "land_margin"} == set(alone.flows) and alone.flows
    assert not alone.linkages and list(alone.parties) == ["land_margin"] and whole.digest == alone.digest
    assert whole.digest != load(CONTRACTS, family="land_margin").digest


def test_a_mistake_of_another_family_does_not_keep_it_from_being_served(tmp_path):
    """But one of its own does."""
    root = broken(tmp_path, [(DESK, "transport: http", "transport: htp")])
    assert ["till"] == list(load(root, family="till").parties)
    for family in ("desk", "", "nobody"):
        with pytest.raises(ContractError):
            load(root, family=family)


def test_where_there_is_no_such_folder_all_are_loaded():
    """So that the message can say which there are."""
    assert list(load(RIGHT).parties) == list(load(RIGHT, family="nobody").parties)
