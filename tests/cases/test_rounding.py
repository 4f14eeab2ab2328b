"""Amounts at the tip of a rounding and at the limit of what is right, found from what the contract declares and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kanhe.books.books import Books
from kanhe.cases.fill import Pen
from kanhe.cases.limits import limit
from kanhe.cases.memory import Memory
from kanhe.cases.rounding import halves
from kanhe.cases.style import Style
from kanhe.cases.table import Stand, Table
from kanhe.contract.draw import Counter, Draw
from tests.books.purse import NOW, PAY, purse

RATE = 'half_up(request.body.amount * {rate}, 2)'
FEE = '  - {{debit: account, key: [\'request.body["from"]\'], amount: "' + RATE + '"}}\nobserves:'


def at_the_desk(place, *, rate: str = "", holds: str = ""):
    """The pen of the payment with a fee of some rate, its table, and its specimen."""
    import tests.books.purse as family

    text = PAY.replace("observes:", FEE.format(rate=rate)) if rate else PAY
    text = text.replace(">= request.body.amount", holds) if holds else text
    before, family.PAY = family.PAY, text
    try:
        catalogue = purse(place)
    finally:
        family.PAY = before
    contract = catalogue.contracts["purse.pay"]
    books = Books.of(catalogue.parties["purse"].seeds)
    table = Table(operations=[contract], inbound={}, draw=Draw(1, Counter(1)), now=NOW, parameters={})
    pen = table.pen(contract, Stand(books=books, memory=Memory()), Style())
    assert isinstance(pen, Pen)
    return pen, table, next(f for f in contract.request if f.path == "body.amount"), contract.specimen_request


@pytest.mark.parametrize(("rate", "amounts"), [
    ("0.001", ["25.00", "35.00"]), ("0.005", ["5.00", "7.00"]), ("0.0003", ["83.34", "116.67"]), ("0.25", ["0.10", "0.14"])])
def test_the_amounts_stand_at_half_a_fen_after_an_even_and_after_an_odd_one(rate, amounts, tmp_path):
    """2.5 and 3.5 fen where the rate allows them exactly, the first whole fen beyond where it does not."""
    pen, _, field, request = at_the_desk(tmp_path, rate=rate)
    assert list(map(Decimal, amounts)) == halves(pen, request, [field])


def test_where_nothing_is_rounded_there_is_nothing_to_try(tmp_path):
    """No rounding, no amounts."""
    pen, _, field, request = at_the_desk(tmp_path)
    assert [] == halves(pen, request, [field])


@pytest.mark.parametrize(("holds", "most"), [
    ("", "100.00"), (">= request.body.amount + half_up(request.body.amount / 1000, 2)", "99.90"), (">= request.body.amount * 3", "33.33")])
def test_the_limit_is_found_to_the_fen(holds, most, tmp_path):
    """The largest amount that is right, a fen more, and the promise that speaks against it, fees or not."""
    pen, table, field, request = at_the_desk(tmp_path, holds=holds)
    found = limit(table, pen, request, field)
    assert found is not None
    assert (most, str(Decimal(most) + Decimal("0.01")), "PURSE-1") == (
        found.most["body"]["amount"], found.beyond["body"]["amount"], found.why.refused_by)
