"""Every planted defect of the direct link can be reached, and shows itself as the document says; the honest side does not have it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kanhe.model.document import MISSING
from kanhe.model.event import Peer
from kanhe.model.exchange import Message
from kanhe.model.verdict import Promise
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.direct_pair import ACCOUNT, NAME, OTHER, PAYEE, SAME, DirectPair, catalogue

ROOT = Path(__file__).parents[2]
Sight = Callable[[DirectPair], Any]


def head(pair: DirectPair) -> Any:
    """The seven bytes before an answer with Chinese in it, and what they should be."""
    reply = pair.raw("CQRA06", pair.message("CQRA06"))
    assert reply is not None
    framed, size = pair.sides["bank"].framed(reply), len(reply.body)
    assert framed.endswith(reply.body)
    return {b"0" + str(size).encode().ljust(6): "right", b"0%06d" % size: "zeros", b"0" + str(size + 7).encode().ljust(6): "7 more"}.get(
        framed[: len(framed) - size], "fewer" if int(framed[1:7]) < size else "?")


def utf8(pair: DirectPair) -> Any:
    """Whether the payer's name stands in the answer in GBK."""
    reply = pair.raw("CQRA06", pair.message("CQRA06"))
    return reply is not None and NAME.encode("gbk") in reply.body


def broken_body(pair: DirectPair) -> Any:
    """Whether the answer to a broken body carries the serial."""
    body = "<ap><CCTransCode>CQRA06</CCTransCode><ReqSeqNo>S77</ReqSeqNo><Cmp><DbAccNo></Cmp></ap>".encode("gbk")
    reply = pair.raw("CQRA06", Message(body=body))
    return reply is not None and b"<ReqSeqNo>S77</ReqSeqNo>" in reply.body


def paid(pair: DirectPair, *actions: Callable[[DirectPair], Any]) -> Any:
    """What each of these says after 1,200.00 was paid at once."""
    pair.pay()
    return [action(pair) for action in actions]


def under_way(pair: DirectPair, *actions: Callable[[DirectPair], Any]) -> Any:
    """What each of these says while 1,200.00 is under way."""
    assert "0001" == pair.pay(to=OTHER)
    return [action(pair) for action in actions]


def returned(pair: DirectPair, *actions: Callable[[DirectPair], Any]) -> Any:
    """What each of these says after a payment of the payer's succeeded and came back."""
    key = pair.order()
    pair.cause("bank", "return", payment_no=key, reason="R03")
    return [action(pair) for action in actions]


def batched(pair: DirectPair, *paths: str, wait: str = "", by_hand: bool = False) -> Any:
    """What IBAQ06 says of a batch of 5,220.30 and 6,800.50. by_hand: the first row is paid, the second fails."""
    assert "0000" == pair.batch()
    if by_hand:
        assert ["", ""] == [pair.cause("bank", "wage_paid", pay_batch="DF1", pay_row="1"),
                            pair.cause("bank", "wage_failed", pay_batch="DF1", pay_row="2")]
    if wait:
        pair.after(wait)
    return pair.result(*paths)


def reversed_(pair: DirectPair, *actions: Callable[[DirectPair], Any]) -> Any:
    """What each of these says after a payment under way came to nothing."""
    pair.order(amount="0.46", to=OTHER)
    key = pair.requests("CFRT02", "ReqSeqNo")[-1]
    assert "" == pair.cause("bank", "reverse", payment_no=key)
    return [action(pair) for action in actions]


def keys(pair: DirectPair, operation: str) -> int:
    """Under how many keys an operation went out."""
    return len(set(pair.requests(operation, "ReqSeqNo")))


def lost(pair: DirectPair, operation: str, act: Callable[[], Any], path: str = "ReqSeqNo") -> int:
    """How many values of a field go out when the first answer is lost."""
    pair.lose = [operation]
    act()
    pair.after("+10m")
    return len(set(pair.requests(operation, path)))


def said(pair: DirectPair, code: str) -> int:
    """Under how many keys a payment goes out that is answered with this code."""
    pair.say = {"CFRT02": code}
    pair.order()
    pair.after("+2m")
    return keys(pair, "CFRT02")


def hidden(pair: DirectPair) -> int:
    """Under how many keys a payment goes out whose answer is lost and whose first query finds no record."""
    pair.lose, pair.say = ["CFRT02"], {"CQRT04": "1004"}
    pair.order()
    pair.after("+10m")
    return keys(pair, "CFRT02")


def resent(pair: DirectPair) -> Any:
    """The payer's book after no answer, no record, a resend and 0002."""
    hidden(pair)
    pair.after("+10m")
    return pair.book()


def notice(pair: DirectPair, **changes: Any) -> Any:
    """CNTS01 about the payer's last payment of 1,200.00; its code."""
    key = pair.requests("CFRT02", "ReqSeqNo")[-1]
    return pair.code("CNTS01", **{"Cmp__OrgReqSeqNo": key, "Amt": "1200.00", "Cmp__TransSts": "SUCCESS", **changes})


def back(pair: DirectPair, **changes: Any) -> Any:
    """CNTR01 about the payer's last payment of 1,200.00; its code."""
    key = (pair.requests("CFRT02", "ReqSeqNo") or ["none"])[-1]
    return pair.code("CNTR01", **{"Cmp__OrgReqSeqNo": key, "Amt": "1200.00", **changes})


def ordered(pair: DirectPair, *actions: Callable[[DirectPair], Any]) -> Any:
    """What each of these says after the payer has paid 1,200.00."""
    pair.order()
    return [action(pair) for action in actions]


def rows_sent(pair: DirectPair, *amounts: str) -> Any:
    """(number and amount of each row, number, sum) of a payroll as it goes out."""
    pair.salaries(*amounts)
    rows = pair.requests("IBAF04", "Cmp.Row")[0]
    return [(row["RowNo"], row["Amt"]) for row in rows], pair.requests("IBAF04", "Cmp.SumNum")[0], pair.requests("IBAF04", "Amt")[0]


def last(*values: Any) -> Any:
    """What was seen at the end of several doings."""
    return values[-1]


CASES: list[tuple[int, Sight, Any, Any]] = [
    (160, head, "right", "fewer"),
    (161, head, "right", "zeros"),
    (162, head, "right", "7 more"),
    (163, utf8, True, False),
    (164, broken_body, True, False),
    (165, lambda p: (p.pay(), p.pay(amount="1.00")), ("0000", "1001"), ("0000", "0389")),
    (166, lambda p: p.field("RespDate", "CQRA06"), "20260601", "2026-06-01"),
    (167, lambda p: p.balance(), ("50000.00", "50000.00"), ("50000", "50000")),
    (168, lambda p: paid(p, lambda p: p.state(path="Amt")), ["1200.00"], ["120000.00"]),
    (169, lambda p: p.code("CQRA06", Cmp__DbAccNo="99999999"), "1002", None),
    (170, lambda p: p.pay(Corp__Postscript="附" * 31), "1001", "0000"),
    (171, lambda p: p.field("RespSource", "CQRA06") is not MISSING, True, False),
    (172, lambda p: paid(p, lambda p: p.pay(), lambda p: p.balance()[0]), ["0002", "48800.00"], ["0000", "47600.00"]),
    (173, lambda p: paid(p, lambda p: p.pay(), lambda p: p.balance()[0]), ["0002", "48800.00"], ["0002", "47600.00"]),
    (174, lambda p: paid(p, lambda p: p.after("next-working-day"), lambda p: p.pay(), lambda p: p.balance()[0]),
          [None, "0002", "48800.00"], [None, "0000", "47600.00"]),
    (175, lambda p: paid(p, lambda p: p.pay(amount="1.00"), lambda p: p.balance()[0]), ["1001", "48800.00"], ["0002", "48800.00"]),
    (176,
                lambda p: p.field("RespSeqNo", "CFRT02", ReqSeqNo="Z", Corp__CrBankNo=SAME) == p.field("RespSeqNo", "CFRT02", ReqSeqNo="Z", Corp__CrBankNo=SAME),
          True, False),
    (177, lambda p: under_way(p, lambda p: p.pay("ZF2", "49000.00")), ["1003"], ["0000"]),
    (178, lambda p: (p.pay(Corp__DbAccName="海门区财政局"), p.batch(Corp__DbAccName="海门区财政局")), ("1002", "1002"), ("0000", "0000")),
    (179, lambda p: (p.pay(Cmp__DbAccNo="99999999"), p.balance()[0]), ("1002", "50000.00"), ("0000", "48800.00")),
    (180, lambda p: p.pay(amount="0.00"), "1001", "0000"),
    (181, lambda p: p.field("RespInfo", "CFRT02", Cmp__DbAccNo="99999999") is not MISSING, True, False),
    (182, lambda p: p.field("Corp.DbAccName", "CFRT02"), "南通市财政局土地储备专户", "南通市财政局土地储备"),
    (183, lambda p: (p.pay(), p.balance()[0]), ("0000", "48800.00"), ("1001", "48800.00")),
    (184, lambda p: (p.pay(), p.balance()[0]), ("0000", "48800.00"), ("0000", "50000.00")),
    (185, lambda p: under_way(p, lambda p: p.after("+1m"), lambda p: p.state(), lambda p: p.balance()[0]),
          [None, "SUCCESS", "48800.00"], [None, "SUCCESS", "50000.00"]),
    (186, lambda p: reversed_(p, lambda p: p.balance()), [("50000.00", "50000.00")], [("50000.00", "49999.54")]),
    (187, lambda p: returned(p, lambda p: p.state(p.requests("CFRT02", "ReqSeqNo")[0])), ["RETURNED"], ["FAILED"]),
    (188, lambda p: under_way(p, lambda p: p.state(), lambda p: p.after("+1m"), lambda p: p.state()),
          ["PROCESSING", None, "SUCCESS"], ["PROCESSING", None, "PROCESSING"]),
    (189, lambda p: under_way(p, lambda p: p.after("next-working-day"), lambda p: p.state()), [None, "SUCCESS"], [None, "PROCESSING"]),
    (190, lambda p: p.state("never"), "1004", "FAILED"),
    (191, lambda p: paid(p, lambda p: p.state(Corp__EndDate="20260531", Corp__StartDate="20260501")), ["1004"], ["SUCCESS"]),
    (192, lambda p: under_way(p, lambda p: p.state()), ["PROCESSING"], ["1004"]),
    (193, lambda p: (p.balance()[0], p.pay(), p.balance()[0]), ("50000.00", "0000", "48800.00"), ("50000.00", "0000", "50000.00")),
    (194, lambda p: under_way(p, lambda p: p.balance()), [("50000.00", "48800.00")], [("50000.00", "50000.00")]),
    (195, lambda p: p.balance(), ("50000.00", "50000.00"), ("50000.00", "150000.00")),
    (196, lambda p: p.code("CQRA06", Cmp__DbAccNo="99999999"), "1002", "0000"),
    (197, lambda p: p.pay(amount="50000.01"), "1003", "0000"),
    (198, lambda p: returned(p, lambda p: p.lines()),
          [[("20260601", "D", "1200.00"), ("20260601", "C", "1200.00")]], [[("20260601", "D", "1200.00")]]),
    (199, lambda p: returned(p, lambda p: p.lines()),
          [[("20260601", "D", "1200.00"), ("20260601", "C", "1200.00")]], [[("20260601", "D", "1200.00"), ("20260601", "D", "1200.00")]]),
    (200, lambda p: returned(p, lambda p: p.field("Cmp.RecordNum", "CQRA10")), ["2"], ["1"]),
    (201, lambda p: under_way(p, lambda p: p.field("Acc.CloseBal", "CQRA10")), ["50000.00"], ["48800.00"]),
    (202, lambda p: paid(p, lambda p: p.lines(Corp__EndDate="20260531")), [[]], [[("20260601", "D", "1200.00")]]),
    (203, lambda p: p.code("CQRA10", Corp__StartDate="20260602", Corp__EndDate="20260601"), "1001", "0000"),
    (204, lambda p: (p.batch(), p.batch(), p.balance()[1]), ("0000", "0002", "37979.20"), ("0000", "0000", "25958.40")),
    (205, lambda p: batched(p, "Cmp.SumNum", "Amt"), ["2", "12020.80"], ["1", "5220.30"]),
    (206, lambda p: (p.batch(Amt="12020.81"), p.batch("DF2", Cmp__SumNum="3")), ("1001", "1001"), ("0000", "0000")),
    (207, lambda p: p.batch(Cmp__Row__1__RowNo="1"), "1001", "0000"),
    (208, lambda p: p.batch(Amt="5220.30", Cmp__Row__1__Amt="0.00"), "1001", "0000"),
    (209, lambda p: (batched(p, "Cmp.SuccNum", "Cmp.FailNum", wait="+2m"), p.result("Cmp.SuccNum", "Cmp.FailNum", "Cmp.Row.1.RowSts")),
          (["2", "0"], ["2", "0", "SUCCESS"]), (["2", "0"], ["1", "1", "FAILED"])),
    (210, lambda p: batched(p, "Cmp.SuccNum", "Cmp.SuccAmt", "Cmp.FailNum", by_hand=True), ["1", "5220.30", "1"], ["2", "12020.80", "0"]),
    (211, lambda p: batched(p, "Cmp.PendNum", "Cmp.PendAmt"), ["2", "12020.80"], ["0", "0.00"]),
    (212, lambda p: batched(p, "Cmp.BatchSts", "Cmp.PendNum"), ["PROCESSING", "2"], ["FINAL", "2"]),
    (213, lambda p: batched(p, "Cmp.BatchSts", wait="next-working-day"), ["FINAL"], ["PROCESSING"]),
    (214, lambda p: p.result("RespCode", key="never"), ["1004"], ["0000"]),
    (215, lambda p: batched(p, "Cmp.Row.0.Amt", "Amt"), ["5220.30", "12020.80"], ["522030.00", "12020.80"]),
    (216, lambda p: (p.batch(), p.after("+2m"), p.lines()),
          ("0000", None, [("20260601", "D", "5220.30"), ("20260601", "D", "6800.50")]), ("0000", None, [("20260601", "D", "12020.80")])),
    (217, lambda p: lost(p, "CNTS01", lambda: p.order(to=OTHER), "Cmp.NtcSeqNo"), 1, 2),
    (218, lambda p: last(p.order(), lost(p, "CNTR01",
                lambda: p.cause("bank", "return", payment_no=p.requests("CFRT02", "ReqSeqNo")[0], reason="R03"), "Cmp.RtnSeqNo")),
          1, 2),
    (219, lambda p: reversed_(p, lambda p: p.requests("CNTS01", "Cmp.TransSts")), [["FAILED"]], [["SUCCESS"]]),
    (220, lambda p: reversed_(p, lambda p: p.requests("CNTS01", "Amt")), [["0.46"]], [["46.00"]]),
    (221, lambda p: reversed_(p, lambda p: len(p.requests("CNTS01", "Amt"))), [1], [0]),
    (222, lambda p: returned(p, lambda p: p.requests("CNTR01", "Amt")), [["1200.00"]], [["1199.99"]]),
    (223, lambda p: returned(p, lambda p: p.requests("CNTR01", "Cmp.DbAccNo")), [["0070010400010001"]], [["6222021110000000006"]]),
    (224, lambda p: returned(p, lambda p: len(set(p.requests("CNTR01", "Cmp.RtnSeqNo")))), [1], [2]),
    (225, lambda p: returned(p, lambda p: p.balance()[0]), ["50000.00"], ["48800.00"]),
    (226, lambda p: last(p.order(), p.after("next-working-day"),
                p.cause("bank", "return", payment_no=p.requests("CFRT02", "ReqSeqNo")[0], reason="R03"), p.lines()),
          [("20260601", "D", "1200.00"), ("20260602", "C", "1200.00")], [("20260601", "D", "1200.00"), ("20260601", "C", "1200.00")]),
    (227, lambda p: last(*under_way(p, lambda p: p.cause("bank", "send_confirmation", account=ACCOUNT),
                lambda p: p.requests("BREC01", "Acc.Bal"))),
          ["50000.00"], ["48800.00"]),
    (228, lambda p: last(*paid(p, lambda p: p.cause("bank", "send_confirmation", account=ACCOUNT),
                lambda p: p.requests("BREC01", "Acc.Bal"))),
          ["48800.00"], ["50000.00"]),
    (229, lambda p: last(p.cause("bank", "send_confirmation", account=ACCOUNT), p.requests("BREC01", "Cmp.AccNo")),
          ["0070010400010001"], ["007001040001000"]),
    (230, lambda p: last(p.order("PZ1", to=OTHER), p.order("PZ2", to=OTHER),
                p.after("+1m"), len(set(p.requests("CNTS01", "Cmp.OrgReqSeqNo")))),
          2, 1),
    (231, lambda p: said(p, "9999"), 1, 2),
    (232, lambda p: lost(p, "CFRT02", p.order), 1, 2),
    (233, hidden, 1, 2),
    (234, resent, ("48800.00", "0"), ("50000.00", "0")),
    (235, lambda p: reversed_(p, lambda p: p.book()), [("50000.00", "0")], [("49999.54", "0")]),
    (236, lambda p: ordered(p, notice, lambda p: p.book()), ["0000", ("48800.00", "0")], ["0000", ("47600.00", "0")]),
    (237, lambda p: ordered(p, back, lambda p: p.book()), ["0000", ("50000.00", "0")], ["0000", ("48800.00", "0")]),
    (238, lambda p: ordered(p, back, back, lambda p: p.book()), ["0000", "0002", ("50000.00", "0")], ["0000", "0000", ("51200.00", "0")]),
    (239, back, "1004", "0000"),
    (240, lambda p: ordered(p, lambda p: back(p, Amt="1199.00"), lambda p: p.book()),
          ["1001", ("48800.00", "0")], ["0000", ("50000.00", "0")]),
    (241, lambda p: ordered(p, lambda p: back(p, Cmp__DbAccNo="99999999")), ["1001"], ["0000"]),
    (242, lambda p: ordered(p, notice, notice), ["0000", "0002"], ["0000", "1001"]),
    (243, lambda p: ordered(p, lambda p: notice(p, Cmp__TransSts="FAILED"), lambda p: p.book()),
          ["1001", ("48800.00", "0")], ["0000", ("50000.00", "0")]),
    (244, lambda p: ordered(p, lambda p: notice(p, Amt="120000.00")), ["1004"], ["0000"]),
    (245, lambda p: p.field("Acc.Agree", "BREC01", Acc__Bal="1.00"), "N", "Y"),
    (246, lambda p: p.code("BREC01", Cmp__AccNo="99999999"), "1002", "0000"),
    (247, lambda p: last(setattr(p, "lose", ["CFRT02"]), p.order(), p.book()), ("50000.00", "1"), ("50000.00", "0")),
    (248, lambda p: last(p.order(to=OTHER), p.cause("client", "ask_payment", payment_no=p.requests("CFRT02", "ReqSeqNo")[0]),
                p.requests("CQRT04", "Corp.EndDate")[-1] >= p.now[:8]),
          True, False),
    (249, lambda p: last(p.cause("client", "ask_payment", payment_no=p.order()), p.requests("CQRT04", "Cmp.OrgReqSeqNo")[-1]),
          "ZF202606010000000001", "ZF20260601000000"),
    (250, lambda p: last(p.order(), p.requests("CFRT02", "Amt")), ["1200.00"], ["120000.00"]),
    (251, lambda p: last(p.order(), p.order("PZ2", payee_account="6222021110000000014"), p.requests("CFRT02", "Cmp.CrAccNo")),
          ["6222021110000000006", "6222021110000000014"], ["6222021110000000006", "6222021110000000006"]),
    (252, lambda p: last(p.order(), p.requests("CFRT02", "Corp.DbAccName")), ["南通市财政局土地储备专户"], ["南通市财政局土地储备专"]),
    (253, lambda p: rows_sent(p, "0.20", "0.70"),
          ([("1", "0.20"), ("2", "0.70")], "2", "0.90"), ([("1", "0.20"), ("2", "0.70")], "2", "0.89")),
    (254, lambda p: rows_sent(p, "0.20", "0.70"),
          ([("1", "0.20"), ("2", "0.70")], "2", "0.90"), ([("1", "0.20"), ("1", "0.70")], "2", "0.90")),
    (255, lambda p: lost(p, "IBAF04", lambda: p.salaries("1.00")), 1, 2),
    (256, lambda p: rows_sent(p, "0.20", "0.70"), ([("1", "0.20"), ("2", "0.70")], "2", "0.90"), ([("1", "0.20")], "1", "0.20")),
    (257, lambda p: rows_sent(p, "0.20", "0.70"),
          ([("1", "0.20"), ("2", "0.70")], "2", "0.90"), ([("1", "0.70"), ("2", "0.20")], "2", "0.90")),
    (258, lambda p: last(p.cause("client", "ask_salaries", pay_batch=p.salaries("1.00")), p.requests("IBAQ06", "Cmp.OrgReqSeqNo")[-1]),
          "DF202606010000000001", "GZ1"),
    (259, lambda p: last(p.cause("client", "ask_balance", account=ACCOUNT), p.requests("CQRA06", "Cmp.DbAccNo")),
          ["0070010400010001"], ["70010400010001"]),
    (260, lambda p: last(p.cause("client", "ask_statement", account=ACCOUNT), p.requests("CQRA10", "Corp.StartDate")),
          ["20260501"], ["20260601"]),
    (261, lambda p: last(p.cause("client", "ask_balance", account=ACCOUNT), p.requests("CQRA06", "ReqTime")), ["093000"], ["0930"]),
    (262, lambda p: last(p.order(), p.requests("CFRT02", "Amt")), ["1200.00"], ["1200.0"]),
    (263, lambda p: last(p.salaries("1.00", "2.00", closed=True), p.after("+5m"), p.book()), ("49999.00", "0"), ("49997.00", "0")),
    (264, lambda p: len({p.field("RespSeqNo", "CFRT02", ReqSeqNo=key, Amt="1.00", Corp__CrBankNo=SAME, Corp__CustomNo=key)
                         for key in ("ZF1", "ZF2")}), 2, 1),
    (265,
                lambda p: last(p.cause("client", "register_account", account="0070010400010002", name="某局", bank_no=SAME, amount="3000000.00"), p.cause("client", "order_payment", order_no="PZ9", account="0070010400010002", amount="1000000.00", payee_bank=SAME, **PAYEE), len(p.sent)),
          1, 0),
    (266, back, "1004", None),
    (267, lambda p: p.field("Acc.OpenNum", "BREC01") is not MISSING, True, False),
    (268, lambda p: reversed_(p, lambda p: p.book()), [("50000.00", "0")], [("49999.54", "0")]),
    (940, lambda p: (p.field("Cmp.RecordNum", "CQRA10"), p.lines()), ("0", []), ("1", [])),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_side_does_not_have_it(number: int, sight: Sight, honest: Any, flawed: Any) -> None:
    """The same events, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(DirectPair())
    assert flawed == sight(DirectPair(str(number)))


def test_every_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown here, told in docs/defects-bank-direct.md, and names promises that the contracts make of that side."""
    mine = [d for d in all_defects() if d.FAMILY == "bank_direct" and not hasattr(d, "LINKAGE")]
    table = (ROOT / "docs/defects-bank-direct.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    assert [d.NUMBER for d in mine] == [number for number, *_ in CASES] == [int(number) for number in rows]
    owed = {role: {promise.id for _, promise in owed_by(role)} for role in ("bank", "client")}
    for defect in mine:
        assert not defect.TITLE.isascii() and set(defect.FINDS) <= owed[defect.ROLE], name_of(defect)
        assert all(rule.removeprefix("bank_direct.") in rows[str(defect.NUMBER)] for rule in defect.FINDS), name_of(defect)


def owed_by(role: str) -> list[tuple[str, Promise]]:
    """(contract, promise) of everything that a side owes."""
    peer = Peer(name=role, family="bank_direct", role=role, address="memory://")
    return [(promise.contract, promise) for promise in planned(catalogue(), peer)]


def test_every_rule_of_the_family_has_a_defect() -> None:
    """Whatever a side owes by a rule of its own, some planted defect breaks it."""
    broken = {rule for d in all_defects() if d.FAMILY == "bank_direct" for rule in d.FINDS}
    owed = {promise.id for role in ("bank", "client") for _, promise in owed_by(role) if ":" not in promise.id}
    assert set() == owed - broken


def test_every_message_has_two_defects() -> None:
    """Each message has at least two defects whose first rule is a promise about it."""
    calls = {c.id for c in catalogue().contracts.values() if c.kind == "call"}
    found = {name: sum(d.FINDS[0] in {p.id for c, p in owed_by(d.ROLE) if c == name} for d in all_defects() if d.FAMILY == "bank_direct")
             for name in sorted({c for role in ("bank", "client") for c, _ in owed_by(role) if c in calls})}
    assert {} == {name: count for name, count in found.items() if count < 2}
