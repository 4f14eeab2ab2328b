"""One reply: where several worlds are possible, the peer is at fault only where none of them explains what it says; and what it repeats
before the end is known."""

from __future__ import annotations

from pathlib import Path

from kanhe.books.books import Books, Thing
from kanhe.checks.reply import judge_possible
from kanhe.contract.load import load
from kanhe.model.document import copy, put
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


def told(code: str, name: str) -> list[str]:
    """The promises that a payment's answer breaks which gives this name as the payer's."""
    payment = CATALOGUE.contracts["bank_direct.CFRT02"]
    reply = copy(payment.specimen_reply)
    put(reply, "RespCode", code)
    put(reply, "Corp.DbAccName", name)
    exchange = Exchange(contract=payment, request=payment.specimen_request, reply=reply)
    scene = Scene(request=exchange.request, reply=reply, books=Books(), now="20260601090000", parameters=CATALOGUE.parameters)
    return [v.promise for v in judge_possible(exchange, [scene], None) if v.outcome is Outcome.BROKEN and v.promise == "BD-06A"]


def test_what_a_reply_repeats_is_right_before_the_end_is_known() -> None:
    """A name cut short is told while the payment is being processed, too; what a refusal says, or leaves empty, is not held against it."""
    right = CATALOGUE.contracts["bank_direct.CFRT02"].specimen_request["Corp"]["DbAccName"]
    assert [[], ["BD-06A"]] == [told("0000", name) for name in (right, right[:-1])]
    assert [[], ["BD-06A"], []] == [told("0001", name) for name in (right, right[:-1], "")]
    assert [] == told("1001", right[:-1])
