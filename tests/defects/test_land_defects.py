"""Every planted land defect can be reached, and shows itself as the document says; the honest side does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kanhe.model.document import MISSING, get
from kanhe.model.exchange import Message
from kanhe.simulate.defects import all_defects, load_defect, name_of
from tests.defects.pair import INSTITUTION, NOW, Pair, catalogue

IN, END = "20260119120000", "20260120170000"
Sight = Callable[[Pair], Any]


def length_told(pair: Pair) -> Any:
    """How far the frame's length is from the truth, for a reply with Chinese in it."""
    contract = pair.contract("G00005")
    reply = pair.raw("bank", pair.message(contract, InMemo="没有"))
    assert reply is not None
    return int(pair.sides["bank"].framed(reply)[:6]) - len(reply.body)


def long_frame(pair: Pair) -> Any:
    """The first six bytes of the frame of a reply of more than 100,000 bytes."""
    account = pair.bid("1")
    for _ in range(450):
        pair.pay(account, "1.00", name="名" * 60)
    reply = pair.raw("bank", pair.message(pair.contract("G00005"), InMemo=account))
    assert reply is not None and len(reply.body) > 100_000
    return pair.sides["bank"].framed(reply)[:6] == b"%06d" % len(reply.body)


def large_amount(pair: Pair) -> Any:
    """How ten million yuan are written in the notice and in the list."""
    account = pair.bid("1")
    pair.pay(account, "50000000.00")
    listed = pair.ask("bank", "G00005", InMemo=account)
    return pair.requests("G00001")[0]["body"]["InAmount"], get(listed, "body.listEntity.Entity.0.InAmount")


def sold(pair: Pair, second: str = "8000.00") -> tuple[str, str]:
    """A winner and a loser in time; the lot is closed. The loser paid twice."""
    winner, loser = pair.bid("1"), pair.bid("2")
    pair.pay(winner, "8000.00", at=IN)
    pair.pay(loser, second, at=IN)
    if second != "8000.00":
        pair.pay(loser, "1000.00", at=IN)
    assert "" == pair.close("1")
    return winner, loser


def refund_listed(pair: Pair) -> Any:
    """The amounts of G00011 and G00012 after a refund of 8000.00."""
    _, loser = sold(pair)
    pair.cause("land", "request_refund", sub_account=loser)
    batch = f"TK{pair.now[:8]}000001"
    listed = pair.ask("bank", "G00011", batchNo=batch, InMemo=loser)
    pair.cause("bank", "refund_settles", batch=batch)
    return get(listed, "body.listEntity.Entity.0.InAmount"), pair.requests("G00012")[0]["body"]["TotalSum"]


def instalments(pair: Pair) -> Any:
    """Whether a loser who paid 7000 + 1000 is in G00007."""
    _, loser = sold(pair, "7000.00")
    return losers(pair) == [loser]


def losers(pair: Pair) -> list[str]:
    """The sub-accounts of every G00007."""
    return [row["InMemo"] for d in pair.requests("G00007") for row in d["body"]["listEntity"]["Entity"]]


def after_duplicate(pair: Pair) -> Any:
    """How many receipts the bank lists after the land side said 01."""
    account = pair.bid("1")
    pair.lose = ["G00001"]
    pair.pay(account, "8000.00")
    return get(pair.ask("bank", "G00005", InMemo=account), "body.Count")


def receipt(pair: Pair, **body: Any) -> Any:
    """The land side's result for a notice."""
    return get(pair.ask("land", "G00001", **body), "body.Result")


def echo_of_second(pair: Pair) -> Any:
    """Whether the second of two notices is answered with its own serial."""
    contract = pair.contract("G00001")
    pair.raw("land", pair.message(contract, InMemo="x"))
    reply = pair.ask("land", "G00001", InMemo="x")
    return get(reply, "head.SeqNo") == f"T{pair.serial}"


def time_told(pair: Pair) -> Any:
    """Date and time of a link test's answer."""
    reply = pair.ask("bank", "G00009")
    return get(reply, "head.TransDate"), get(reply, "head.TransTime")


def second_application(pair: Pair) -> Any:
    """The account of a repeated G00003."""
    asked = {"InstCode": INSTITUTION, "InstSeq": "9", "MatuDay": END}
    first, second = pair.ask("bank", "G00003", **asked), pair.ask("bank", "G00003", **asked)
    return get(second, "body.Result"), get(second, "body.AcctNo") == get(first, "body.AcctNo")


def hundred(pair: Pair) -> Any:
    """Count for 101 receipts."""
    account = pair.bid("1")
    for _ in range(101):
        pair.pay(account, "1.00")
    return get(pair.ask("bank", "G00005", InMemo=account), "body.Count")


def broken_body(pair: Pair) -> Any:
    """Whether the answer to a broken body carries the serial."""
    found = []
    for body in (b"", b"<InMemo>", "<InMemo>".encode("gbk")):
        whole = b"<?xml version='1.0' encoding='GBK'?><root><head><TransCode>G00005</TransCode>" \
            b"<TransDate>20260105</TransDate><TransTime>101500</TransTime><SeqNo>S77</SeqNo></head><body>" + body
        reply = pair.raw("bank", Message(body=whole + (b"</body></root>" if not body else b"")))
        found.append(reply is not None and b"<SeqNo>S77</SeqNo>" in reply.body)
    return found


def late_then_in_time(pair: Pair) -> Any:
    """Who is in G00007: one paid late first and completed in time, one the other way round."""
    winner, late_first, late_last = pair.bid("1"), pair.bid("2"), pair.bid("3")
    pair.pay(winner, "8000.00", at=IN)
    pair.pay(late_first, "7000.00", at=END)
    pair.pay(late_first, "1000.00", at=IN)
    pair.pay(late_last, "8000.00", at=IN)
    pair.pay(late_last, "1000.00", at=END)
    assert "" == pair.close("1")
    return [{late_first: "late first", late_last: "late last"}[number] for number in losers(pair)]


def namesakes(pair: Pair) -> Any:
    """Whether the winner of two bidders with one name is collected."""
    winner, _ = sold(pair)
    return pair.requests("G00008")[0]["body"]["InMemo"] == winner


def resumed(pair: Pair) -> Any:
    """How often G00007 is sent when its first answer is lost."""
    pair.lose = ["G00007"]
    sold(pair)
    return len(pair.requests("G00007"))


def two_batches(pair: Pair) -> Any:
    """How many rows G00011 lists for the first of two batches."""
    _, loser = sold(pair, "7000.00")
    for row in get(pair.ask("bank", "G00005", InMemo=loser), "body.listEntity.Entity"):
        rows = [{name: row[name] for name in ("InAcct", "InName", "InAmount", "InBankFLCode")}]
        reply = pair.ask("bank", "G00010", InMemo=loser, TotalNum="1", TotalSum=row["InAmount"],
                         listEntity={"Entity": rows})
        assert "00" == get(reply, "body.Result")
    listed = pair.ask("bank", "G00011", batchNo=f"TK{pair.now[:8]}000001", InMemo=loser)
    return len(get(listed, "body.listEntity.Entity"))


def other_account(pair: Pair) -> Any:
    """The results for one serial under two sub-accounts."""
    one, two = pair.bid("1"), pair.bid("2")
    same = {"InBankFLCode": "L1", "InDate": IN}
    return receipt(pair, InMemo=one, **same), receipt(pair, InMemo=two, **same), receipt(pair, InMemo=one, **same)


def serials(pair: Pair) -> Any:
    """Whether the land side's serials are all different."""
    account = pair.bid("1")
    pair.cause("land", "query_surplus", institution=INSTITUTION)
    pair.cause("land", "query_surplus", institution=INSTITUTION)
    pair.cause("land", "query_receipts", sub_account=account)
    pair.cause("land", "query_receipts", sub_account=account)
    said = [document["head"]["SeqNo"] for _, document, _ in pair.sent]
    return len(set(said)) == len(said)


def refund_asked(pair: Pair) -> Any:
    """The amount texts of G00010."""
    _, loser = sold(pair)
    pair.cause("land", "request_refund", sub_account=loser)
    body = pair.requests("G00010")[0]["body"]
    return body["TotalSum"], body["listEntity"]["Entity"][0]["InAmount"]


def notice_answered(pair: Pair) -> Any:
    """Whether G00012 is answered at all."""
    _, loser = sold(pair)
    pair.cause("land", "request_refund", sub_account=loser)
    pair.cause("bank", "refund_settles", batch=f"TK{pair.now[:8]}000001")
    return [reply is not None for code, _, reply in pair.sent if code == "G00012"]


def without_date(pair: Pair) -> Any:
    """Results of a notice without InDate and of the same one with it."""
    account = pair.bid("1")
    same = {"InMemo": account, "InBankFLCode": "L1"}
    return receipt(pair, InDate=None, **same), receipt(pair, InDate=IN, **same)


def impossible_date(pair: Pair) -> Any:
    """The result for 2026-01-19 25:00."""
    return receipt(pair, InMemo=pair.bid("1"), InDate="20260118250000")


def explained(pair: Pair) -> Any:
    """Whether a refusal says why."""
    return bool(get(pair.ask("land", "G00001", InMemo="x"), "body.AddWord") or "")


def matu_day(pair: Pair) -> Any:
    """MatuDay of the application."""
    pair.bid("1")
    return pair.requests("G00003")[0]["body"]["MatuDay"]


def quoted(pair: Pair) -> Any:
    """The result for a serial with a quote."""
    return receipt(pair, InMemo=pair.bid("1"), InDate=IN, InBankFLCode="L'1")


CASES: list[tuple[int, Sight, Any, Any]] = [
    (1, length_told, 0, 10),
    (2, length_told, 0, -10),
    (3, long_frame, True, False),
    (4, large_amount, ("50000000.00", "50000000.00"), ("5.0E7", "5.0E7")),
    (5, refund_listed, ("8000.00", "8000.00"), ("0.80", "0.80")),
    (6, instalments, True, False),
    (7, after_duplicate, "1", "0"),
    (8, lambda pair: receipt(pair, InMemo="x"), "09", "02"),
    (9, lambda pair: receipt(pair, InMemo="x"), "09", "00"),
    (10, echo_of_second, True, False),
    (11, explained, True, False),
    (12, time_told, (NOW[:8], "101530"), (NOW[:8], "101505")),
    (13, second_application, ("01", True), ("01", False)),
    (14, hundred, "101", "10"),
    (15, broken_body, [True, True, True], [False, False, False]),
    (16, time_told, (NOW[:8], "101530"), ("G00009", "101530")),
    (17, late_then_in_time, ["late last"], ["late first"]),
    (18, namesakes, True, False),
    (19, resumed, 2, 1),
    (20, two_batches, 1, 2),
    (21, impossible_date, "09", "00"),
    (22, other_account, ("00", "09", "01"), ("00", "00", "01")),
    (23, quoted, "00", "99"),
    (53, serials, True, False),
    (54, refund_asked, ("8000.00", "8000.00"), ("0.8", "0.8")),
    (55, matu_day, END, "20260122170000"),
    (56, notice_answered, [True], [False, False, False]),
    (57, without_date, ("09", "00"), ("02", "01")),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n:02d}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_side_does_not_have_it(
    number: int, sight: Sight, honest: Any, flawed: Any
) -> None:
    """The same events, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Pair())
    assert flawed == sight(Pair(str(number)))


def test_a_doubled_element_is_refused_and_the_defect_takes_the_first() -> None:
    """The raw request has two bidders in one field."""
    def told(defect: str = "") -> bytes:
        pair = Pair(defect)
        message = pair.message(pair.contract("G00003"), InstSeq="A1", MatuDay="20260112170000")
        doubled = message.body.replace(b"<InstSeq>A1</InstSeq>", b"<InstSeq>A1</InstSeq><InstSeq>A2</InstSeq>")
        assert len(doubled) > len(message.body)
        reply = pair.raw("bank", replace(message, body=doubled))
        return reply.body if reply is not None else b""

    assert b"<Result>00</Result>" not in told()
    assert b"<Result>00</Result>" in told("620")


def test_all_land_defects_of_the_document_are_planted() -> None:
    """Numbers 1–23 and 53–57, each once, two of callers after a bad answer, one that a schema tells; a Chinese title, rules that the contracts know."""
    mine = [d for d in all_defects() if d.FAMILY == "land_margin"]
    of_the_document = [*range(1, 24), *range(53, 58)]
    assert [*of_the_document, 82, 83, 620] == [d.NUMBER for d in mine]
    assert of_the_document == [number for number, *_ in CASES]
    for defect in mine:
        contracts = [c for c in catalogue().contracts.values() if c.party.family == defect.FAMILY]
        known = {rule.id for contract in contracts for rule in contract.rules}
        built_in = tuple(f"{contract.id}:" for contract in contracts)
        assert defect.FINDS and defect.ROLE in ("bank", "land")
        assert all(finds in known or finds.startswith(built_in) for finds in defect.FINDS), name_of(defect)
        assert not defect.TITLE.isascii()


def test_a_defect_is_found_by_name_and_number() -> None:
    """`9`, `d09` and the file name are one defect; an unknown name is refused with the list."""
    assert load_defect("9") is load_defect("d09") is load_defect("d09_unknown_sub_account_stored")
    with pytest.raises(Exception, match="没有名为"):
        load_defect("d99")
    assert MISSING is not None
