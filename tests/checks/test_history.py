"""Promises over several messages: each judge keeps an honest history and breaks one that is spoilt in one place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kanhe.books.books import Books
from kanhe.checks.history import JUDGES, judge_history
from kanhe.contract.flows import CHECKS
from kanhe.contract.load import load
from kanhe.model.exchange import Exchange
from kanhe.model.words import Outcome
from tests.books.purse import money, paying, purse

FLOW = """
id: purse.life
title: 一生
family: purse
thing: account
rules:
  - {id: ONCE, says: 一个业务号至多成功一次, check: at_most_once, with: {operation: POST /pay, key: request.body.ref}}
  - {id: SAFE, says: 甲的余额不为负, check: conserved, with: {holds: 'balance("account", "A") >= 0'}}
  - {id: MINE, says: 银行的账不为负, check: conserved, with: {role: bank, holds: 'balance("account", "A") >= 0'}}
  - {id: DOWN, says: 甲的余额只减不增, check: recurs,
     with: {operation: "GET /accounts/{id}", key: request.path.id, holds: former.body.balance >= reply.body.balance}}
  - {id: SAME, says: 转账应答与查询的余额一致, check: agree,
     with: {left: POST /pay, at: body.left, right: "GET /accounts/{id}", and: body.balance, key: reply.status}}
  - {id: LATER, says: 先转账后查询, check: precedes, with: {first: POST /pay, then: "GET /accounts/{id}", key: reply.status}}
"""


@pytest.fixture(scope="module")
def wallet(tmp_path_factory):
    """The purse family with a flow of every judge."""
    place = tmp_path_factory.mktemp("flows")
    purse(place)
    (place / "flows").mkdir()
    (place / "flows" / "life.yaml").write_text(FLOW, "utf-8")
    return load(place)


def pay(wallet, ref, left, code="OK"):
    """A payment of one yuan that ends like this."""
    reply = {"status": "200", "body": {"code": code, "left": left}}
    return Exchange(contract=wallet.contracts["purse.pay"], request=paying(ref, "A", "B", 100), reply=reply)


def look(wallet, balance):
    """A query that shows this balance."""
    reply = {"status": "200", "body": {"code": "OK", "balance": balance}}
    return Exchange(contract=wallet.contracts["purse.balance"], request={"path": {"id": "A"}}, reply=reply)


def worlds(fen):
    """The books with this balance of A."""
    return (Books.of({"account": [{"key": ["A"], "balance": money(fen)}]}),)


def outcome(wallet, history, rule, end=(), role="bank"):
    """kept, broken or untold: what the judge says of one rule."""
    said = {v.outcome for v in judge_history(wallet.flows["purse.life"], history, end or worlds(9800), role) if v.promise == rule}
    return "broken" if Outcome.BROKEN in said else "kept" if said else "untold"


def test_every_judge_that_contracts_may_name_exists():
    """The word list of the language and the judges are the same."""
    assert set(CHECKS) == set(JUDGES)


def test_at_most_once(wallet):
    """Two successes under one reference break it; a refusal or a duplicate in between is no success."""
    assert "kept" == outcome(wallet, [pay(wallet, "R1", "99.00"), pay(wallet, "R2", "98.00")], "ONCE")
    assert "kept" == outcome(wallet, [pay(wallet, "R1", "99.00"), pay(wallet, "R1", "99.00", "DUP"), pay(wallet, "R1", "", "NO")], "ONCE")
    assert "broken" == outcome(wallet, [pay(wallet, "R1", "99.00"), pay(wallet, "R1", "98.00")], "ONCE")


def test_a_message_without_the_key_is_no_second_one(wallet):
    """Two messages that leave an optional key out do not share it."""
    first, second = pay(wallet, "R1", "99.00"), pay(wallet, "R1", "98.00")
    for exchange in (first, second):
        del exchange.request["body"]["ref"]
    assert "untold" == outcome(wallet, [first, second], "ONCE")


def test_conserved(wallet):
    """It holds as long as one possible world keeps it, and says nothing of books that do not know."""
    assert "kept" == outcome(wallet, [], "SAFE", worlds(0))
    below = (Books.of({"account": [{"key": ["A"], "balance": "-0.01"}]}),)
    assert "broken" == outcome(wallet, [], "SAFE", below)
    assert "kept" == outcome(wallet, [], "SAFE", below + worlds(1))
    assert "untold" == outcome(wallet, [], "SAFE", (Books.of({}),))


def test_recurs(wallet):
    """Consecutive replies about one key are compared; the first has nothing before it."""
    assert "untold" == outcome(wallet, [look(wallet, "99.00")], "DOWN")
    assert "kept" == outcome(wallet, [look(wallet, "99.00"), look(wallet, "99.00"), look(wallet, "98.99")], "DOWN")
    assert "broken" == outcome(wallet, [look(wallet, "99.00"), look(wallet, "98.00"), look(wallet, "98.01")], "DOWN")


def test_agree(wallet):
    """What one operation shows and the other shows right after it is the same."""
    assert "kept" == outcome(wallet, [pay(wallet, "R1", "99.00"), look(wallet, "99.00")], "SAME")
    assert "broken" == outcome(wallet, [pay(wallet, "R1", "99.00"), look(wallet, "99.01")], "SAME")


def test_precedes(wallet):
    """The second operation without the first before it breaks the order."""
    assert "kept" == outcome(wallet, [pay(wallet, "R1", "99.00"), look(wallet, "99.00")], "LATER")
    assert "broken" == outcome(wallet, [look(wallet, "99.00"), pay(wallet, "R1", "99.00")], "LATER")


def test_figures_in_flows_are_exact(wallet):
    """A balance of 0.10 + 0.20 is 0.30, not a little more."""
    books = Books.of({"account": [{"key": ["A"], "balance": "0.30"}]})
    assert Decimal("0.30") == books.balance("account", ("A",)) == Decimal("0.10") + Decimal("0.20")


def test_a_flow_file_with_a_mistake_is_told(tmp_path):
    """A judge that does not exist is refused at load, with the file and the line."""
    from kanhe.errors import ContractError

    purse(tmp_path)
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "life.yaml").write_text(FLOW.replace("at_most_once", "at_most_twice"), "utf-8")
    with pytest.raises(ContractError) as told:
        load(Path(tmp_path))
    assert "flows/life.yaml:7" in str(told.value) and "at_most_once" in str(told.value)


def test_a_rule_of_one_side_is_not_asked_of_the_other(wallet):
    """What only the bank owes breaks at the bank; the shop is not told of it."""
    assert "broken" == outcome(wallet, [], "MINE", worlds(-1))
    assert "untold" == outcome(wallet, [], "MINE", worlds(-1), role="shop")
