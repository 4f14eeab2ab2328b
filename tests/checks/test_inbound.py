"""Judging a request that the peer sent: what is told is what is wrong where least is wrong."""

from __future__ import annotations

import pytest

from kanhe.books.books import Books
from kanhe.checks.inbound import judge_request
from kanhe.contract.load import load
from kanhe.model.formula import Scene
from kanhe.model.words import Outcome
from tests.books import purse

OPEN = """  - id: PURSE-2
    says: 收款账户正常
    on: state
    holds: status("account", request.body.to) == "OPEN"
    accepts: {given: {account: [{key: [A], balance: "1.00"}, {key: [B], status: OPEN, balance: "0.00"}]}}
    refuses: {given: {account: [{key: [A], balance: "1.00"}, {key: [B], status: SHUT, balance: "0.00"}]}}
"""


@pytest.fixture(scope="module")
def pay(tmp_path_factory):
    """The payment with a second state rule behind the first."""
    place = tmp_path_factory.mktemp("root")
    purse.purse(place)
    text = purse.PAY.replace("specimen:\n", f"{OPEN}specimen:\n", 1)
    (place / "purse" / "pay.yaml").write_text(text, "utf-8")
    return load(place).contracts["purse.pay"]


def books(balance: str, status: str) -> Books:
    """A has the balance, B the status."""
    return Books.of({"account": [{"key": ["A"], "status": "OPEN", "balance": balance}, {"key": ["B"], "status": status, "balance": "0.00"}]})


def told(pay, *worlds, later=()):
    """The promises that are found broken by a payment of 50.00 from A to B."""
    scene = Scene(request=purse.paying("R9", "A", "B", 5000), books=worlds[0], now=purse.NOW)
    verdicts = list(judge_request(pay, scene, worlds, None, later=lambda: later))
    broken = [v.promise for v in verdicts if v.outcome is Outcome.BROKEN]
    assert {"PURSE-1", "PURSE-2"} - set(broken) == {v.promise for v in verdicts if v.outcome is Outcome.KEPT} & {"PURSE-1", "PURSE-2"}
    return broken


def test_a_world_that_grants_it_ends_the_matter(pay):
    """Nothing is told where one possible world allows the request."""
    assert [] == told(pay, books("1.00", "SHUT"), books("60.00", "OPEN"))


def test_the_first_rule_is_told_where_all_are_equally_wrong(pay):
    """One world, both rules against it: the one that stands first."""
    assert ["PURSE-1"] == told(pay, books("1.00", "SHUT"))


def test_the_world_with_the_fewest_objections_tells(pay):
    """In the second world there is money enough; only the payee is wrong, so the payee is told."""
    assert ["PURSE-2"] == told(pay, books("1.00", "SHUT"), books("60.00", "SHUT"))


def test_what_may_come_about_by_itself_counts_too(pay):
    """After the event there is money enough; it does not make the request right, but tells what is wrong with it."""
    assert ["PURSE-2"] == told(pay, books("1.00", "SHUT"), later=[books("60.00", "SHUT")])


def test_what_would_grant_it_later_excuses_nothing_now(pay):
    """The books after an event that has not been seen allow the request: it is still told, by what speaks against it now."""
    assert ["PURSE-1"] == told(pay, books("1.00", "OPEN"), later=[books("60.00", "OPEN")])


def test_whatever_can_be_told_of_a_sender_is_planned(pay):
    """Of the books' own promises each is planned at the sender, and kept by a request that nothing speaks against."""
    from kanhe.cases.obligations import promises_of
    from kanhe.contract.issued import of_books

    scene = Scene(request=purse.paying("R9", "A", "B", 5000), books=books("60.00", "OPEN"), now=purse.NOW)
    owed = set(of_books(pay))
    assert owed and owed <= {p.id for p in promises_of(pay, inbound=True, kinds=frozenset({"account"}))}
    assert owed <= {v.promise for v in judge_request(pay, scene, [scene.books], None) if v.outcome is Outcome.KEPT}
