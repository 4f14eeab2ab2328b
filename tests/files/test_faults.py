"""Spoiled deliveries: each breaks the promise that it is about and no other, and carries rows that give away who books it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from kanhe.files.awkward import awkward, trapped_in
from kanhe.files.checking import check
from kanhe.files.entries import BadBooks, entries_of, read_entries
from kanhe.files.faults.all import FAULTS, fitting
from kanhe.files.faults.fault import Duty
from kanhe.files.promises import promises_of_file, promises_of_receiver
from kanhe.files.register import Register
from kanhe.files.sheet import read_sheet
from kanhe.run.consignment import MANY, Handed, consigned, days_of_plan
from kanhe.transport.depot import leave, look
from kanhe.transport.memory_folder import MemoryFolder
from tests import kept
from tests.files.bank import ALL, LAND, SEEDS, catalogue, contract, specimen

FIRST = {"day": "20260101", "month": "20250101"}


@cache
def whole(name: str, seed: int) -> list[list[Handed]]:
    """The days of a consignment in which each fault has one of its own."""
    one = contract(name)
    return list(consigned(catalogue(), one, seed=seed, days=days_of_plan(one, FIRST[one.series.every])))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS[: metafunc.config.getoption("--seeds")])


@pytest.mark.parametrize("name", ALL)
def test_each_fault_breaks_its_promise_alone(name: str, seed: int) -> None:
    """Over the whole consignment, checked in the order in which it is handed over: every fault that fits is there, `file check` names its
    promise and no other, and each right file is kept."""
    one = contract(name)
    days = whole(name, seed)
    register, told = Register(), {}
    for file in (f for day in days for f in day):
        if not file.ready:
            told[file.spoiled.name] = {file.spoiled.promise}
            continue
        report = check(one, file.name, io.BytesIO(file.data), parameters=catalogue().parameters, register=register)
        if file.spoiled is None:
            assert report.kept
        elif file.spoiled.fault.duty is Duty.ONCE:
            assert report.repeated
            told[file.spoiled.name] = {file.spoiled.promise}
        else:
            told[file.spoiled.name] = set(report.counts)
    assert {f.name: {f.promise} for f in fitting(one)} == told


@pytest.mark.parametrize("name", ALL)
def test_a_spoiled_file_gives_itself_away(name: str, seed: int) -> None:
    """Some of its rows are not those of the right file: another key or another amount. What is to change nothing has the same ones."""
    for day in whole(name, seed):
        right = next((f for f in day if f.spoiled is None and any(s.spoiled for s in day)), None)
        for file in (f for f in day if f.spoiled is not None):
            mine = [f for f in day if f.spoiled is None and f.name == file.name] or [right]
            assert bool(file.tells - mine[0].tells) is (file.spoiled.fault.duty is not Duty.ONCE), file.spoiled.name
            assert not file.books


def test_there_is_a_day_without_rows_one_with_many_and_one_with_awkward_texts() -> None:
    """None, over a thousand, and a name whose second byte is the delimiter."""
    days = whole(LAND, SEEDS[0])
    notes = {day[-1].note: day[-1] for day in days}
    assert 0 == sum(notes["没有业务"].tells.values()) and 1000 < sum(notes[MANY].tells.values())
    assert trapped_in("GBK", "|").encode("gbk") in notes["生僻字、占满字节的名称"].data


def test_the_same_seed_makes_the_same_files_and_few_days_still_try_every_fault() -> None:
    """Another seed makes other ones; with two days all faults share the second."""
    days = days_of_plan(contract(LAND), "20260101", 2)
    first, again, other = ([f for d in consigned(catalogue(), contract(LAND), seed=s, days=days) for f in d] for s in (7, 7, 99))
    assert first == again and first != other
    assert {f.name for f in fitting(contract(LAND))} == {f.spoiled.name for f in first if f.spoiled}


def test_a_contract_without_a_simulator_has_files_too() -> None:
    """From its specimen: other days, keys and amounts, and every fault."""
    one = replace(contract(LAND), behaviour="")
    files = [f for d in consigned(catalogue(), one, seed=7, days=days_of_plan(one, "20260101")) for f in d]
    assert {f.name for f in fitting(one)} == {f.spoiled.name for f in files if f.spoiled}
    rights = [f for f in files if f.spoiled is None]
    assert len(rights) == len(days_of_plan(one, "20260101")) and len({key for f in rights for key in f.tells}) == sum(
        sum(f.tells.values()) for f in rights)


def test_a_file_that_waits_is_not_ready() -> None:
    """Whoever looks as agreed sees it under its other name, or without its flag."""
    for name in ("not_renamed", "without_flag"):
        one = next(c for c in map(contract, ALL) if FAULTS[name].parts(c))
        place = MemoryFolder()
        leave(place, one.arrival, specimen(one.id)[0], [specimen(one.id)[1]])
        assert [False] == [w.ready for w in look(place, one.arrival, one.name.match)]


def test_what_a_receiver_owes() -> None:
    """Right files, and every promise that a fault is about, under the sender's own ids; in the words of duty."""
    owed = {p.id: p.says for p in promises_of_receiver(contract(LAND))}
    assert {"land_income.daily:taken", "LAND-41A", "LAND-41B", "LAND-41C", "LAND-44A", "LAND-44B", "LAND-44C", "LAND-44E", "LAND-45"} == set(owed)
    assert owed.keys() - {"land_income.daily:taken"} <= {p.id for p in promises_of_file(contract(LAND))}
    assert "不入账" in owed["LAND-41A"]


def test_awkward_texts_are_right_texts() -> None:
    """珅 is AB 7C; the patched specimen's names fill their bytes and are still of their type."""
    assert trapped_in("GBK", "|") and all(sign.encode("gbk")[1:] == b"|" for sign in trapped_in("GBK", "|"))
    name, data = specimen(LAND)
    sheet = awkward(contract(LAND), read_sheet(contract(LAND), name, io.BytesIO(data)))
    assert all(row["payerName"] != "" for row in sheet.rows) and "120" in str(contract(LAND).row.column("payerName").field.type.text)


BOOKS = "payCode,amount\n32060020260105000001,1.00\n"
WRONG = {
    "empty": "", "no-header": "32060020260105000001,1.00\n", "column-twice": "payCode,amount,amount\n", "charset": "payCode,amount\né\n",
    "amount-in-words": "payCode,amount\n32060020260105000001,1.0\n", "amount-with-commas": 'payCode,amount\n32060020260105000001,"1,000.00"\n',
    "key-too-short": "payCode,amount\n1,1.00\n", "row-too-short": "payCode,amount\n32060020260105000001\n",
    "quote-open": 'payCode,amount\n"32060020260105000001,1.00\n',
}


def test_books_are_read_in_any_order_of_columns() -> None:
    """Others may stand beside them, and what is booked twice is there twice."""
    read = read_entries(contract(LAND), b"amount,who,payCode\n1.00,a,32060020260105000001\n1.00,b,32060020260105000001\n", "books")
    assert {("32060020260105000001", "1.00"): 2} == read == read_entries(contract(LAND), (BOOKS + BOOKS.split("\n")[1]).encode(), "books")


@pytest.mark.parametrize("name", WRONG)
def test_books_that_cannot_be_read_are_one_located_message(name: str) -> None:
    """Line, column, what was there, what would be right."""
    data = WRONG[name].encode("latin-1" if name == "charset" else "utf-8")
    with pytest.raises(BadBooks) as raised:
        read_entries(contract(LAND), data, "books")
    assert raised.value.problem.at.line
    kept.check(f"files_books/{name}", f"{raised.value.problem}\n")


def test_every_message_about_books_is_stored() -> None:
    """And no text is left over."""
    assert set(WRONG) == kept.stored("files_books")


def test_an_amount_that_goes_back_has_a_sign() -> None:
    """Debits are negative where `minus` says so; nothing has no sign."""
    one = contract("account_balance.daily")
    rows = [{"bankSerial": "1" * 16, "amount": value, "dcFlag": flag} for value, flag in
            ((Decimal("2.00"), "D"), (Decimal("2.00"), "C"), (Decimal("0.00"), "D"))]
    assert {"-2.00", "2.00", "0.00"} == {amount for _, amount in entries_of(one, rows)}
    assert [("1" * 16, "-2.00")] == list(read_entries(one, f"bankSerial,amount\n{'1' * 16},-2.00\n".encode(), "books"))
