"""One reply where several worlds are possible: the peer is at fault only where none of them explains what it says."""

from __future__ import annotations

from pathlib import Path

from kanhe.books.books import Books, Thing
from kanhe.checks.reply import judge_possible
from kanhe.contract.load import load
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.words import Outcome

CATALOGUE = load(Path(__file__).parents[2] / "contracts")
STATUS = CATALOGUE.contracts["treasury_voucher.status"]
KEY = ("8202", "3206002026000001")


def broken(state: str, *worlds: str) -> list[str]:
    """The promises that the answer breaks, where the voucher has one of these statuses."""
    exchange = Exchange(contract=STATUS, request=STATUS.specimen_request, reply={"state": state})
    scenes = [Scene(request=exchange.request, reply=exchange.reply, books=Books().keep("mail", KEY, Thing(status=status)),
                    now="20260105090000", parameters=CATALOGUE.parameters) for status in worlds]
    return [v.promise for v in judge_possible(exchange, scenes, None) if v.outcome is Outcome.BROKEN]


def test_a_rule_about_the_books_is_broken_only_in_every_world() -> None:
    """Whether a confirmation got through is not known: "confirmed" is then as good as "not yet read"."""
    assert ["TV-15A"] == broken("3", "SENT")
    assert [] == broken("3", "SENT", "CONFIRMED")
    assert [] == broken("0", "SENT", "CONFIRMED")
    assert ["TV-15A"] == broken("3", "SENT", "SENT")
