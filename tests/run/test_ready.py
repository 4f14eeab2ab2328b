"""What a consequence is about is looked for where it does not come of itself, and what only another system brings is not searched for."""

from __future__ import annotations

from kanhe.cases.sorting import Sorted
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.model.document import Document
from kanhe.run.engine import Run, Settings, open_house
from kanhe.run.house import House
from kanhe.run.scenarios.otherwise import prepare_otherwise
from kanhe.run.scenarios.ready import prepared
from kanhe.run.scenarios.scenario import prepare
from kanhe.run.target import house_lines
from tests.conftest import OURS


def house() -> House:
    """The two parts of the vault, new."""
    catalogue = load(OURS)
    line, draw = next(iter(house_lines(catalogue, seed=7, only="linkage.treasury"))), Draw(7, Counter(0))
    run = Run(catalogue, [line], Settings(seed=7))
    made = open_house(run, line, float("inf"), draw)
    made.begin(catalogue.contracts["treasury_voucher.confirm"])
    return made


def test_a_message_of_another_kind_than_comes_of_itself_is_found() -> None:
    """The way to a voucher to sign for is known; with another voucher written first it leads to one of each wanted type, and is kept."""
    vault = house().sessions["treasury_voucher", "vault"]
    confirm = vault.catalogue.contracts["treasury_voucher.confirm"]
    plain = prepare(vault, confirm)
    assert plain is not None
    for kind in sorted({"5201", "2301"} - {plain.request["vtCode"]}):
        def wanted(request: Document, found: Sorted, kind: str = kind) -> bool:
            return found.fine and request["vtCode"] == kind

        route = prepare_otherwise(vault, confirm, wanted, mark=kind)
        assert route is not None and route.request["vtCode"] == kind
        assert f"treasury_voucher.write_{kind}" in {c.id for c in vault.ways[confirm.id, kind]}


def test_what_only_another_system_brings_is_brought_and_not_searched_for() -> None:
    """A receipt needs a voucher that was signed for elsewhere: no way is looked for, and the other system is made to bring it."""
    roof = house()
    desk = roof.sessions["treasury_receipt", "vault"]
    receipt = desk.catalogue.contracts["treasury_receipt.receipt_5201"]
    assert receipt.id in desk.fed
    assert prepare(desk, receipt) is None and not desk.searches.failed
    assert prepared(roof, desk, receipt) is not None
    assert roof.known.helped[receipt.id] == {"TREA-90"}
