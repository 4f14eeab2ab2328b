"""Rows of a batch that take turns: each is decided by the books as the rows before it leave them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kanhe.books.books import Books
from kanhe.books.predict import expect
from kanhe.model.formula import Scene
from tests.strangers.stand import catalogue

BATCH = catalogue().contracts["thornbury.batch"]
BOOKS = Books.of({"line": [{"key": ["2026000001"], "fields": {"appropriated": "1000.00", "committed": "0.00", "spent": "0.00"}}]})


def asked(*amounts: str, line: str = "2026000001") -> Scene:
    """A batch of these amounts."""
    rows = [{"ref": f"R{n}", "lineId": line, "vendor": "甲", "amount": {"currency": "CNY", "value": amount}} for n, amount in enumerate(amounts)]
    return Scene(request={"header": {"idempotency-key": "B1"}, "body": {"rows": rows}}, books=BOOKS, now="20260105093000")


@pytest.mark.parametrize(("amounts", "rejected"), [
    (("400.00", "600.00"), {}),
    (("400.00", "600.01"), {1: "THOR-54"}),
    (("600.00", "600.00", "400.00"), {1: "THOR-54"}),  # what is refused takes nothing
    (("1000.01", "1000.00"), {0: "THOR-54"}),
])
def test_a_row_sees_what_the_rows_before_it_took(amounts, rejected):
    """1,000.00 are free before the batch."""
    assert rejected == expect(BATCH, BOOKS, asked(*amounts)).rejected


def test_without_turns_every_row_sees_the_books_before_the_batch():
    """The same rows, where the contract does not say that they take turns."""
    assert BATCH.batch is not None
    alone = replace(BATCH, batch=replace(BATCH.batch, in_turn=False))
    assert {} == expect(alone, BOOKS, asked("600.00", "600.00")).rejected


def test_a_row_that_breaks_a_data_promise_takes_nothing():
    """It is refused for what it is, and the next one finds everything there."""
    assert {} == expect(BATCH, BOOKS, asked("600.00", "600.00"), broken={0}).rejected


def test_behind_a_row_that_may_go_either_way_nothing_is_certain():
    """The books do not know whether the first row's line has enough."""
    unknown = Books.of({"line": [{"key": ["2026000001"], "fields": {"committed": "0.00", "spent": "0.00"}}]})
    found = expect(BATCH, unknown, asked("600.00", "600.00"))
    assert ({}, {0, 1}) == (found.rejected, set(found.doubtful))
