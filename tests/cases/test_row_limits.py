"""Amounts of rows: the first one's limit, with the sums that follow from it; and the same business under a new key, wherever that is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from kanhe.books.books import Books
from kanhe.cases.limits import about, limit
from kanhe.cases.style import Style
from kanhe.cases.table import Stand, Table
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.model.document import get
from kanhe.run.scenarios.resend import anew

CONTRACTS = Path(__file__).parents[2] / "contracts"
NOW = "20260105093000"
BODY = "voucher.VoucherBody"
ROW = f"{BODY}.Voucher.DetailList.Detail[].PayAmt"


@pytest.fixture(scope="module")
def desk():
    """(table, pen, request) of a return against an appropriation of which 1000.00 are left."""
    contract = load(CONTRACTS, family="treasury_voucher").contracts["treasury_voucher.write_3208"]
    books = Books.of({"appropriation": [{"key": ["BK1"], "balance": "1000.00", "fields": {"date": "20260104"}}]})
    table = Table(operations=[contract], inbound={}, draw=Draw(1, Counter(1)), now=NOW, parameters={})
    pen = table.pen(contract, Stand(books=books), Style())
    assert table.sort(contract, contract.specimen_request, books).fine
    return table, pen, contract.specimen_request


def test_the_limit_is_that_of_the_first_row_and_the_sum_follows(desk):
    """80.01 stand in the second row: 919.99 in the first are the most, a fen more is one promise's to refuse."""
    table, pen, request = desk
    field = next(f for f in pen.contract.request if f.path == ROW)
    found = limit(table, pen, request, field)
    assert found is not None and "TV-05E" == found.why.refused_by
    rows = [[row["PayAmt"] for row in get(one, f"{BODY}.Voucher.DetailList.Detail")] for one in (found.most, found.beyond)]
    assert [["919.99", "80.01"], ["920.00", "80.01"]] == rows
    assert ["1000.00", "1000.01"] == [get(one, f"{BODY}.Voucher.PayAmt") for one in (found.most, found.beyond)]
    assert Decimal("281.01") == Decimal(get(about(pen, request, field, 20100), f"{BODY}.Voucher.PayAmt"))


def test_a_new_key_is_repeated_wherever_the_message_tells_it(desk):
    """The envelope names the voucher, too; a request that named the old one there would be refused for its form and prove nothing."""
    table, pen, request = desk
    session = SimpleNamespace(clock=lambda: NOW, draw=table.draw, table=lambda: table, stand=lambda: Stand(books=pen.books))
    other = anew(session, pen.contract, request)
    number = get(other, f"{BODY}.Voucher.VoucherNo")
    assert number != get(request, f"{BODY}.Voucher.VoucherNo") and number == get(other, f"{BODY}.@VoucherNo")
    assert table.sort(pen.contract, other, pen.books).fine
