"""How a list that comes in pages is asked for: by number, by the mark of the page before, or at once where a number only says how many."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kanhe.books.books import Books
from kanhe.contract.load import load
from kanhe.model.contract import Contract
from kanhe.model.document import copy, get, put
from kanhe.run.paging import mark_of, page_of, pages
from tests.strangers.stand import catalogue

ENTRIES = catalogue().contracts["thornbury.entries"]
STATEMENT = catalogue().contracts["saltmarsh.statement"]
ROWS = [{"kind": "DEPOSIT", "ref": f"D{n}", "amount": "1.00", "after": f"{n}.00"} for n in range(1, 13)]


def session(contract: Contract, rows: list[dict[str, str]] | None = None) -> Any:
    """As much of a session as paging looks at."""
    books = Books.of({"account": [{"key": [get(contract.specimen_request, "path.account")], "entries": rows or []}]})
    return SimpleNamespace(worlds=(books,), clock=lambda: "20260105093000", catalogue=catalogue(), story=[])


def test_the_next_page_is_asked_for_by_the_mark_of_the_one_before():
    """To the end of the list, and not round in circles where a peer gives the same mark again."""
    field, told = mark_of(ENTRIES) or pytest.fail("no mark")
    assert ("query.cursor", "body.next") == (field.path, told.path)
    for marks, wanted in ((["m1", "m2", None], [None, "m1", "m2"]), (["m1", "m1", "m1"], [None, "m1"]), ([None], [None])):
        now, asked = session(ENTRIES), list[Any]()
        for request in pages(now, ENTRIES, copy(ENTRIES.specimen_request)):
            asked.append(request.get("query", {}).get("cursor"))
            reply = copy(ENTRIES.specimen_reply)
            if (mark := marks[len(asked) - 1]) is not None:
                put(reply, "body.next", mark)
            now.story.append(SimpleNamespace(contract=ENTRIES, reply=reply))
        assert wanted == asked


def test_numbered_pages_are_asked_for_to_the_one_behind_the_last():
    """Twelve rows in pages of five: three pages, and the fourth, where nothing may be."""
    field = page_of(STATEMENT)
    assert field is not None
    asked = [get(request, field.path) for request in pages(session(STATEMENT, ROWS), STATEMENT, copy(STATEMENT.specimen_request))]
    assert ["1", "2", "3", "4"] == [str(number) for number in asked]


def test_a_number_of_rows_at_the_most_is_no_page():
    """`count` says how many vouchers are shown, not which: it is asked once, not twenty-four times."""
    found = load(Path(__file__).parents[2] / "contracts", family="treasury_voucher")
    read = found.contracts["treasury_voucher.read"]
    field = page_of(read)
    assert field is not None and field.path.endswith("count")
    books = Books.of({"mail": [{"key": ["8202", "V1"], "status": "SENT", "fields": {"vt": "8202", "no": "V1"}}]})
    now = SimpleNamespace(worlds=(books,), clock=lambda: "20260105093000", catalogue=found, story=[])
    assert 1 == len(list(pages(now, read, copy(read.specimen_request))))
