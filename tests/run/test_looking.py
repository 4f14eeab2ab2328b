"""A query is asked about what the scenario has touched in the books, also where no message called it by the word of the query."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from kanhe.books.books import Books
from kanhe.cases.memory import Memory
from kanhe.cases.search import Stand
from kanhe.cases.table import Table
from kanhe.contract.draw import Draw
from kanhe.contract.load import load
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome
from kanhe.run import looking
from kanhe.run.tally import Tally

NOW = "20260601093000"


@pytest.fixture
def asked(monkeypatch):
    """The keys that the account query asks about, after so many accounts were touched."""
    catalogue = load(Path(__file__).parents[2] / "contracts")
    contract = catalogue.contracts["account_approval.account"]

    def keys(*numbers: str) -> list[str]:
        books = Books.of({"account": [{"key": [number], "status": "ACTIVE"} for number in numbers]})
        for number in numbers:
            books = books.keep("account", (number,), books.need("account", (number,)))
        session = SimpleNamespace(
            worlds=(books,), story=[], stand=lambda: Stand(books=books, memory=Memory()),
            table=lambda: Table(operations=[contract], inbound={}, draw=Draw(1), now=NOW, parameters=catalogue.parameters, ways={}))
        told: list[str] = []
        monkeypatch.setattr(looking, "_ask", lambda _, __, request: told.append(request["path"]["openApplyNo"]))
        looking.ask_about(session, contract, 6)
        return told

    return keys


def test_what_was_touched_comes_first_and_the_newest_before_the_others(asked):
    """The application's number is the number of the file, and the memory of messages does not know it."""
    assert ["B2", "A1"] == asked("A1", "B2")[:2]


def test_no_more_than_was_allowed(asked):
    """The limit holds, however much was touched; nothing is asked twice."""
    many = asked(*(f"A{n}" for n in range(9)))
    assert 6 == len(many) == len(set(many))


def test_where_nothing_was_touched_the_memory_or_the_specimen_is_asked_about(asked):
    """As before."""
    assert ["KH2026000001"] == asked()


def test_a_query_of_which_something_was_found_is_asked_last(monkeypatch):
    """It may show the same again and end the scenario, before the others have shown anything."""
    mine = [c for c in load(Path(__file__).parents[2] / "contracts").contracts.values() if c.party.family == "wage_payment" and c.observes]
    tally, told = Tally(peer="甲"), list[str]()
    session = SimpleNamespace(unseen=True, called=lambda: mine, tally=tally)
    monkeypatch.setattr(looking, "pending", lambda _: frozenset())
    monkeypatch.setattr(looking, "ask_about", lambda _, contract, __: told.append(contract.id))
    looking.observe(session)
    tally.hear(Verdict(contract=told[0], promise="PERS-44C", outcome=Outcome.BROKEN), None)
    session.unseen, first = True, list(told)
    looking.observe(session)
    assert [*first[1:], first[0]] == told[len(first):] and len(first) > 1
