"""The contracts of paying wages against the interface document: complete, clean, and of one opinion with sums worked out in whole fen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "contracts/banks/wage_payment"
NOW = "20260601093000"
PARTS = ("posSala", "gradSala", "totalSubs")
DEDUCTIONS = ("dedEndIns", "dedOccAnt", "dedHosFund", "dedMedIns", "dedPsIncTax")
ACCOUNT = {"key": ["3200010400010001"], "status": "NORMAL", "balance": "900000000.00", "fields": {"name": "南通市财政局"}}
HOME = {"key": ["313306000019"], "fields": {"number": "313306000019"}}
OWN, CLOSED, FOREIGN = "6222021110000000006", "6222021110000000014", "6228480390000000005"
CARDS = [{"key": [number], "status": status, "fields": {"number": number, "name": name, "bank": bank}} for number, status, name, bank in (
    (OWN, "NORMAL", "张建国", "313306000019"), (CLOSED, "CLOSED", "李秀兰", "313306000019"), (FOREIGN, "NORMAL", "张建国", "102306000125"))]


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"wage_payment.{name}"]


def scene(name: str, books: Books, changes: dict[str, Any], *, now: str = NOW) -> Scene:
    """The specimen with changes, in these books."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        put(document, path, node)
    return Scene(request=document, reply=copy(contract(name).specimen_reply), now=now, parameters=catalogue().parameters, books=books)


def after(name: str, books: Books, **changes: Any) -> Books:
    """The books after the specimen with changes (`__` is a dot) succeeded."""
    here = scene(name, books, {path.replace("__", "."): node for path, node in changes.items()})
    return apply(contract(name), books, here)[0]


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals, by cutting digits."""
    digits = f"{abs(fen):03}"
    return f"{'-' if fen < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def row(number: int, parts: Sequence[int], deductions: Sequence[int], *, card: str = OWN, name: str = "张建国") -> dict[str, Any]:
    """A row worked out by hand from what a person earns and what is deducted, in fen."""
    gross, ded = sum(parts), sum(deductions)
    bank = "102306000125" if card == FOREIGN else "313306000019"
    found: dict[str, Any] = {"seq": number, "perId": f"P{number:016}", "perName": name, "cardNo": card, "cardBank": bank}
    found |= {key: yuan(fen) for key, fen in zip((*PARTS, *DEDUCTIONS), (*parts, *deductions), strict=True)}
    return found | {"wageSala": yuan(gross), "totalDed": yuan(ded), "netSala": yuan(gross - ded)}


def batch(rows: Sequence[tuple[Sequence[int], Sequence[int]]]) -> dict[str, Any]:
    """The changes that make the specimen a batch of these rows, the total added up in fen."""
    total = sum(sum(parts) - sum(deductions) for parts, deductions in rows)
    return {"body.rows": [row(n, *one) for n, one in enumerate(rows, 1)], "body.trsNum": len(rows), "body.payAmt": yuan(total)}


def broken(changes: dict[str, Any]) -> set[str]:
    """The promises that the batch breaks."""
    return {a.promise for a in breaches(contract("pay"), scene("pay", Books(), changes))}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "wage_payment" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """P3 and P4 of the document, but for what the payer alone keeps: PERS-34 is in `personnel.payroll`, PERS-36 is judged row by row."""
    known = set(re.findall(r"\bid: (PERS-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))))
    assert {f"PERS-{n}" for n in (31, 32, 33, 37, 41, 42, 43, 44, 45)} <= known


FEN = st.integers(0, 2_000_000)
PEOPLE = st.lists(st.tuples(st.lists(FEN, min_size=3, max_size=3), st.lists(st.integers(0, 300_000), min_size=5, max_size=5)),
                  min_size=1, max_size=6).filter(lambda rows: all(sum(a) >= sum(b) for a, b in rows))


@given(PEOPLE)
def test_what_adds_up_in_fen_adds_up_here(rows: list[tuple[list[int], list[int]]]) -> None:
    """PERS-31, PERS-32: any wages, added up in whole fen, keep every promise about sums."""
    assert set() == broken(batch(rows))


@given(PEOPLE, st.sampled_from([*PARTS, *DEDUCTIONS, "wageSala", "totalDed", "netSala"]), st.data())
def test_a_fen_more_anywhere_is_seen(rows: list[tuple[list[int], list[int]]], column: str, data: st.DataObject) -> None:
    """A single fen in a single cell breaks exactly the sums that the cell is part of."""
    changes, place = batch(rows), data.draw(st.integers(0, len(rows) - 1))
    cell = changes["body.rows"][place]
    cell[column] = yuan(int(cell[column].replace(".", "")) + 1)
    wanted = {"wageSala": {"PERS-31D", "PERS-31"}, "totalDed": {"PERS-31A", "PERS-31"}, "netSala": {"PERS-31", "PERS-32A"}}
    assert wanted.get(column, {"PERS-31D" if column in PARTS else "PERS-31A"}) == broken(changes)


@pytest.mark.parametrize(("changes", "seen"), [
    ({}, set()),
    ({"body.trsNum": 3}, {"PERS-32B"}),
    ({"body.payAmt": "12020.81"}, {"PERS-32A"}),
    ({"body.salaMonth": "202613"}, {"PERS-33M"}),
    ({"body.salaMonth": "202600"}, {"PERS-33M"}),
    ({"body.rows.1.perId": "P0000000000000001"}, {"PERS-33A"}),
    ({"body.rows.1.seq": 1}, {"PERS-42A"}),
    ({"body.rows.1.cardNo": "6.22202E+18"}, {"PERS-30C"}),
    ({"body.rows.0.dedMedIns": "1E2"}, {"PERS-30B"}),
    ({"body.batchNo": "R20260601000001"}, {"PERS-33E"}),
])
def test_worked_batches(changes: dict[str, Any], seen: set[str]) -> None:
    """Batches worked out by hand: which promise each of them breaks."""
    assert seen == broken(changes)


def opened(**more: Any) -> Books:
    """Books with the payer's account and the cards."""
    return Books.of({"account": [ACCOUNT], "home": [HOME], "card": CARDS, **more})


@pytest.mark.parametrize(("now", "day", "seen"), [
    ("20260601145900", "20260602", ReplyClass.SUCCESS), ("20260601150000", "20260602", ReplyClass.SUCCESS),
    ("20260601150100", "20260602", ReplyClass.REFUSED), ("20260601150100", "20260603", ReplyClass.SUCCESS),
    ("20260605093000", "20260606", ReplyClass.REFUSED), ("20260605093000", "20260608", ReplyClass.SUCCESS),
    ("20260606093000", "20260608", ReplyClass.REFUSED), ("20260606093000", "20260609", ReplyClass.SUCCESS),
])
def test_worked_deadlines(now: str, day: str, seen: ReplyClass) -> None:
    """15:00 on the working day before the pay day: worked out on a calendar, over a weekend too."""
    here = scene("pay", opened(), {"body.payDate": day}, now=now)
    assert seen in expect(contract("pay"), here.books, here).firm  # type: ignore[arg-type]


ROWS = (([500_001], CLOSED, "李秀兰", "E02"), ([600_002], FOREIGN, "张建国", "S"), ([700_003], OWN, "张建", "E01"),
        ([800_004], OWN, "张　建国", "S"), ([900_005], "6222021110000000022", "王䶮", "E03"))


def paid() -> Books:
    """The books after a batch of five people: a closed card, one at another bank, a wrong name, a good one, no such card."""
    rows = [row(n, [*amount, 0, 0], [0] * 5, card=card, name=name) for n, (amount, card, name, _) in enumerate(ROWS, 1)]
    total = sum(amount[0] for amount, *_ in ROWS)
    return after("pay", opened(), body__rows=rows, body__trsNum=5, body__payAmt=yuan(total))


def balance(books: Books) -> int:
    """What is left on the payer's account, in fen below the opening."""
    return int((books.balance("account", ("3200010400010001",)) - 900_000_000) * 100)


def test_the_story_of_a_batch() -> None:
    """Batch, own cards, other banks, a bounce, one repayment: the money at every step, added up by hand in fen."""
    books = paid()
    whole, failed = 500_001 + 600_002 + 700_003 + 800_004 + 900_005, 500_001 + 700_003 + 900_005
    fates = [books.field("wage", ("DF20260601000001", str(n)), "fate") for n in range(1, 6)]
    assert ([fate for *_, fate in ROWS], -whole) == (fates, balance(books))
    books = after("run_own", books)
    assert ("CLEARING", failed - whole) == (books.status("batch", ("DF20260601000001",)), balance(books))
    books = after("run_other", books)
    assert ("FINAL", failed - whole) == (books.status("batch", ("DF20260601000001",)), balance(books))
    books = after("bounce", books, seq=2)
    assert -800_004 == balance(books)
    again = {"body__origSeq": 2, "body__perId": "P0000000000000002", "body__netSala": "6000.02", "body__cardNo": OWN}
    books = after("repay", books, **again)
    assert ("REPAID", -800_004 - 600_002) == (books.status("wage", ("DF20260601000001", "2")), balance(books))
    books = after("run_own", books, batch_no="R20260601000001")
    assert ("FINAL", -800_004 - 600_002) == (books.status("batch", ("R20260601000001",)), balance(books))
    assert ("R20260601000001", 2) == (books.field("pay", ("P0000000000000002", "202606", "1"), "batch"),
                                      books.field("pay", ("P0000000000000002", "202606", "1"), "times"))


@pytest.mark.parametrize(("steps", "seq", "changes", "seen"), [
    ((), "1", {}, ReplyClass.REFUSED),
    (("run_own",), "1", {}, ReplyClass.SUCCESS),
    (("run_own",), "2", {}, ReplyClass.REFUSED),
    (("run_own", "run_other"), "2", {}, ReplyClass.REFUSED),
    (("run_own", "run_other", "bounce"), "2", {}, ReplyClass.SUCCESS),
    (("run_own", "run_other", "bounce", "repay"), "2", {}, ReplyClass.REFUSED),
    (("run_own",), "1", {"body.cardNo": CLOSED, "body.perName": "李秀兰"}, ReplyClass.REFUSED),
    (("run_own",), "3", {"body.cardNo": OWN, "body.perName": "张建国"}, ReplyClass.SUCCESS),
    (("run_own",), "1", {"body.netSala": "5000.02"}, ReplyClass.REFUSED),
    (("run_own",), "9", {}, ReplyClass.REFUSED),
])
def test_worked_repayments(steps: tuple[str, ...], seq: str, changes: dict[str, Any], seen: ReplyClass) -> None:
    """PERS-43: once, only after the end, only what failed or came back, only corrected; worked out by hand."""
    amounts = dict(enumerate((amount[0] for amount, *_ in ROWS), 1))
    again = {"body.origSeq": int(seq), "body.perId": f"P{int(seq):016}", "body.netSala": yuan(amounts.get(int(seq), 1)),
             "body.cardNo": OWN if seq != "4" else FOREIGN, **changes}
    books = paid()
    for step in steps:
        if step == "repay":
            books = after("repay", books, **{path.replace(".", "__"): node for path, node in again.items()})
        else:
            books = after(step, books, **({"seq": 2} if step == "bounce" else {}))
    here = scene("repay", books, {**again, "body.batchNo": "R20260601000009"})
    assert seen in expect(contract("repay"), books, here).firm
