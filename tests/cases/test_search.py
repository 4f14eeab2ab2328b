"""Planning on imagined books: every operation is reached, every state promise can be broken alone, and nothing real is touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kanhe.books.books import Books
from kanhe.cases import search
from kanhe.cases.deviate import deviate, of_books, of_pairs, of_types
from kanhe.cases.fill import fill
from kanhe.cases.search import Stand, Table, breaking, direct, imagine, reach, reach_breaking
from kanhe.cases.style import STYLES, Style
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.layout import breaches
from kanhe.contract.load import load
from kanhe.model.contract import Contract
from kanhe.model.document import get
from tests.books.purse import NOW, purse

ROOT = Path(__file__).parents[2] / "contracts"
CATALOGUE = load(ROOT)
SEATS = sorted({(c.party.family, c.receiver) for c in CATALOGUE.contracts.values() if c.kind == "call"})


def table_of(catalogue, family, role, seed=1) -> tuple[Table, Stand]:
    """The planner's view of one simulated counterparty that was just started."""
    mine = [c for c in catalogue.contracts.values() if c.party.family == family]
    operations = [c for c in mine if (c.kind == "call" and c.receiver == role) or (c.kind == "stimulus" and c.sender == role)]
    inbound = {c.operation: c for c in mine if c.kind == "call" and c.sender == role}
    table = Table(operations=operations, inbound=inbound, draw=Draw(seed, Counter(0)), now=NOW, parameters=catalogue.parameters, left=10**6)
    return table, Stand(books=Books.of(catalogue.parties[family].seeds))


@pytest.fixture(scope="module")
def wallet(tmp_path_factory):
    """The purse family."""
    return purse(tmp_path_factory.mktemp("purse"))


def waited_for(event: Contract) -> bool:
    """What ends by itself, or can only be tempted to on a later day, is not planned; time has to pass."""
    return bool(event.due_s) or (event.kind == "stimulus" and not event.causes and any(r.holds and "today()" in r.holds.text for r in event.rules))


# For one operation from a fresh start, round by round: what others lead to is found once their ways are known, and costs little then. A run
# has less at a time, and the ways that it has gone.
LOOKS = (400, 400, 4000)

# Open only behind an application of another kind than the plain one. A plan does not choose codes; a run does, and is complete
# (tests/quality, and the suites).
BEHIND_ANOTHER_CODE = {"account_approval.bank_files_close"}


@pytest.mark.parametrize(("party", "role"), SEATS)
def test_every_operation_can_be_brought_to_success(party, role):
    """From a fresh start a way is found to each operation and event in at most three rounds."""
    table, stand = table_of(CATALOGUE, party, role)
    ways: dict[str, tuple[Contract, ...]] = {}
    table.ways = ways
    for looks in LOOKS:  # as a run does it: a way that was found opens others
        for operation in table.operations:
            afresh = replace(table, left=looks, imagined={})
            route = reach(afresh, operation, stand) if operation.id not in ways else None
            if route is not None:
                ways[operation.id] = route.before
    lost = [o.id for o in table.operations if o.id not in ways and not waited_for(o)]
    assert [] == [name for name in lost if name not in BEHIND_ANOTHER_CODE]


def test_a_payment_needs_money_and_breaking_it_needs_too_little(wallet):
    """The route to success is open at once; the route to the broken promise asks for more than there is, by one fen or more."""
    table, stand = table_of(wallet, "purse", "bank")
    pay = wallet.contracts["purse.pay"]
    assert direct(table, pay, stand) is not None
    route = breaking(table, pay, stand, "PURSE-1")
    assert route is not None
    assert route.sorted.refused_by == "PURSE-1" and route.sorted.breach == ""
    amounts = {get(deviate(table.pen(pay, stand, Style()), route.request, c), "body.amount") for c in of_books(
        table.pen(pay, Stand(books=stand.books.keep("account", ("A",), stand.books.need("account", ("A",)))), Style()), route.request)}
    assert {"100.00", "100.01", "99.99", "0.01"} <= amounts, "the balance and its neighbours are tried"


def test_a_search_ends_with_its_looks(monkeypatch):
    """Where nobody may look around any more, nobody asks what stands in the way, however many operations could be gone on with."""
    table, stand = table_of(CATALOGUE, "account_approval", "bureau")
    asked: list[str] = []
    beside = search._in_the_way
    monkeypatch.setattr(search, "_in_the_way", lambda *words: asked.append(words[1].id) or beside(*words))
    table.left = 30
    assert reach(table, CATALOGUE.contracts["account_approval.apply"], stand, lambda *_: False) is None
    assert len(asked) <= 30


def test_what_never_holds_is_not_found(wallet):
    """A promise that no request can break alone gives no route, and the search ends."""
    table, stand = table_of(wallet, "purse", "bank")
    table.left = 400
    assert reach_breaking(table, wallet.contracts["purse.pay"], stand, "PURSE-9") is None


def test_imagining_changes_nothing(wallet):
    """The stand that one starts from is as it was, whatever was imagined on it."""
    table, stand = table_of(wallet, "purse", "bank")
    before = stand.books
    after = imagine(table, wallet.contracts["purse.pay"], stand)
    assert after is not None and after.books != before
    assert stand.books is before and str(before.balance("account", ("A",))) == "100.00"


@pytest.mark.parametrize("number", range(len(STYLES)))
def test_the_same_style_fills_the_same_request(wallet, number):
    """Filling is a function of books, memory, style and seed."""
    made = []
    for _ in range(2):
        table, stand = table_of(wallet, "purse", "bank", seed=5)
        made.append(fill(table.pen(wallet.contracts["purse.pay"], stand, STYLES[number])))
    assert made[0] == made[1]


@pytest.mark.parametrize("contract", [c for c in CATALOGUE.contracts.values() if c.kind == "call"], ids=lambda c: c.id)
def test_type_spoils_break_and_type_edges_do_not(contract):
    """Every spoil and every left-out field breaks a layout promise of the request; no edge breaks that of its own field."""
    optional = {f.path for f in contract.request if not f.required}
    kept, broken = [], []
    for change in of_types(contract, contract.specimen_request):
        table, stand = table_of(CATALOGUE, contract.party.family, contract.receiver)
        request = deviate(table.pen(contract, stand, Style()), contract.specimen_request, change)
        found = breaches(contract.request, request, charset=contract.party.wire.charset)
        if change.sort == "edge" and change.path in {b.path for b in found}:
            broken.append((change.path, change.note))
        if change.sort != "edge" and not found and not (change.node == "" and change.path in optional):  # empty is left out
            kept.append((change.path, change.note))
    assert ([], []) == (kept, broken)


def test_pairs_name_their_rule():
    """Each change that stems from a pair aims at the rule whose refusing example it is."""
    seen = 0
    for contract in CATALOGUE.contracts.values():
        for rule, changes in of_pairs(contract):
            assert {rule} == {c.aim for c in changes}
            seen += 1
    assert seen >= 10


def test_a_promise_is_broken_behind_the_way_on_which_the_operation_succeeded():
    """The receipt needs a voucher that was written, sent and signed for; from there one changed place breaks the promise, in few looks."""
    table, stand = table_of(CATALOGUE, "treasury_voucher", "vault")
    receipt = CATALOGUE.contracts["treasury_voucher.receipt_8202"]
    steps = ("write_8202", "send", "confirm")
    table.ways = {receipt.id: tuple(CATALOGUE.contracts[f"treasury_voucher.{name}"] for name in steps)}
    table.left = 60
    route = reach_breaking(table, receipt, stand, "TV-03")
    assert route is not None and "TV-03" == route.sorted.refused_by
    assert steps == tuple(step.id.rpartition(".")[2] for step in route.before)


def test_what_another_promise_would_refuse_as_well_is_broken_alone():
    """A cancelled fee source is pushed once more: with its own pay codes two promises speak against it, with a code that is nobody's one."""
    table, stand = table_of(CATALOGUE, "land_fee", "finance")
    push = CATALOGUE.contracts["land_fee.push"]
    route = reach_breaking(table, push, stand, "LAND-24R")
    assert route is not None and "land_fee.cancel" in [step.id for step in route.before]
    for step in route.before:
        stand = imagine(table, step, stand) or stand
    assert table.broken_alone(push, route.request, stand.books, "LAND-24R")
    assert "CANCELLED" == stand.books.status("fee", (str(get(route.request, "body.feeSourceNo")),))
