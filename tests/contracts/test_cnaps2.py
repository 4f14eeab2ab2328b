"""The clearing center against the interface document (1.0.5): clean, complete, and of one opinion with bytes, sums and check digits by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.model.document import copy
from kanhe.model.event import Peer
from kanhe.model.exchange import Message
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.wire.codec import decode, encode
from kanhe.wire.framing import Deframer
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY, ROLE = "cnaps2", "center"
CLEARED, REFUSED, FAULT = "PR03", "PR09", "PR99"
STATUS, HVPS, BEPS = "CmonConf.PrcSts", "hvps.111.001.01", "beps.121.001.01"
GROUP, SINGLE, PACK, ROWS = ("FIToFICstmrCdtTrf__GrpHdr", "FIToFICstmrCdtTrf__CdtTrfTxInf__IntrBkSttlmAmt", "CstmrCdtTrf__PKGGrpHdr",
                             "CstmrCdtTrf__CdtTrfTxInf")
UNPLANTED = {"CN-03", "CN-04", "CN-06"}  # layouts of single fields and codes that nobody knows
REAL = ("102338001307", "308584000013", "313651027012", "104100000004", "105100000017", "102100099996")  # published numbers of banks


def owed() -> set[str]:
    """The named promises that are planned at the center."""
    return {p.id for p in planned(catalogue(), Peer(name=ROLE, family=FAMILY, role=ROLE, address="memory://")) if ":" not in p.id}


def digit(text: str) -> str:
    """The twelfth digit of a bank number by 4.3, as it is written there."""
    product = 10
    for each in text[:11]:
        total = (product + int(each)) % 10 or 10
        product = 2 * total % 11
    return str((11 - product) % 10)


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of 1.0.5 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if f"banks/{FAMILY}/" in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/banks" / FAMILY).glob("*.yaml"))
    assert {f"CN-0{n}" for n in range(1, 6)} <= set(re.findall(r"\bid: (CN-[0-9]{2})\b", text))


def amount(text: str) -> dict[str, str]:
    """An amount in yuan, in CNY."""
    return {"@Ccy": "CNY", "#text": text}


def pay(desk: Desk, yuan: str, number: str = "20260601000000000001", member: str = "313306000019", **changes: Any) -> Any:
    """The status of one payment."""
    said = {"head__MesgID": number, "head__OrigSender": f"{member}XX", f"{GROUP}__MsgId": number, f"{GROUP}__InstgDrctPty": member,
            SINGLE: amount(yuan)}
    return desk.send("hvps_111", STATUS, **{**said, **changes})


def pack(desk: Desk, amounts: list[str], number: str = "20260601000000000002", **changes: Any) -> Any:
    """The status of a batch, added up with Decimal."""
    rows = [{"TxId": f"{place:016}", "CdtrAgt": "308306000127", "CdtrAcct": "6001", "CdtrNm": "某单位", "Amt": amount(text)}
            for place, text in enumerate(amounts, 1)]
    said = {"head__MesgID": number, f"{PACK}__MsgId": number, f"{PACK}__NbOfTxs": str(len(rows)),
            f"{PACK}__CtrlSum": amount(str(sum(map(Decimal, amounts)))), ROWS: rows}
    return desk.send("beps_121", STATUS, **{**said, **changes})


def asked(desk: Desk, kind: str, number: str, member: str = "313306000019", *, show: str = "CmonConf.CtrlSum.#text") -> Any:
    """What is told of a business."""
    return desk.send("ccms_316", show, BizStsQry__OrgnlMT=kind, BizStsQry__OrgnlMsgId=number, BizStsQry__OrgnlInstgDrctPty=member)


FEN = st.integers(1, 10**9).map(lambda fen: f"{fen // 100}.{fen % 100:02}")


@settings(max_examples=25, deadline=None)
@given(st.lists(FEN, min_size=1, max_size=20), st.data())
def test_a_batch_is_taken_as_it_is_added_up_by_hand(amounts: list[str], data: st.DataObject) -> None:
    """CN-02, CN-04: one fen or one row beside, another currency or nothing at all is refused; what is asked afterwards is the sum."""
    desk, number = Desk(FAMILY, ROLE), "20260601000000000002"
    total = sum(map(Decimal, amounts))
    wrong = data.draw(st.sampled_from([
        {f"{PACK}__CtrlSum": amount(str(total + Decimal("0.01")))}, {f"{PACK}__NbOfTxs": str(len(amounts) + 1)},
        {f"{ROWS}__0__Amt": {"@Ccy": "USD", "#text": amounts[0]}}, {f"{PACK}__CtrlSum": {"@Ccy": "HKD", "#text": str(total)}},
        {f"{ROWS}__0__Amt": amount(f"{amounts[0]}0")}]))
    assert REFUSED == pack(desk, amounts, **wrong)
    assert REFUSED == asked(desk, BEPS, number, show=STATUS)
    assert [CLEARED, CLEARED] == [pack(desk, amounts), pack(desk, amounts)]
    assert REFUSED == pack(desk, [*amounts, "0.01"])
    assert (f"{total:.2f}", str(len(amounts))) == (asked(desk, BEPS, number), asked(desk, BEPS, number, show="CmonConf.NbOfTxs"))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(REAL) | st.text("0123456789", min_size=11, max_size=11).map(lambda text: text + digit(text)), st.integers(0, 11),
       st.integers(1, 9))
def test_a_member_has_the_check_digit_of_the_document(member: str, place: int, step: int) -> None:
    """CN-03: what passes by hand is taken, in header and body; any other digit anywhere in it is refused."""
    assert digit(member) == member[11]
    other = member[:place] + str((int(member[place]) + step) % 10) + member[place + 1:]
    assert CLEARED == pay(Desk(FAMILY, ROLE), "1.00", member=member)
    assert CLEARED == pay(Desk(FAMILY, ROLE), "1.00", **{f"{GROUP}__InstdDrctPty": member})
    if digit(other) != other[11]:
        assert REFUSED == pay(Desk(FAMILY, ROLE), "1.00", member=other)
        assert REFUSED == pay(Desk(FAMILY, ROLE), "1.00", **{f"{GROUP}__InstdDrctPty": other})


@pytest.mark.parametrize(("yuan", "status"), [("0.01", CLEARED), ("0.00", REFUSED), ("1.5", REFUSED), ("1.000", REFUSED), ("-1.00", REFUSED)])
def test_an_amount_is_more_than_nothing_and_has_two_decimals(yuan: str, status: str) -> None:
    """CN-04."""
    assert status == pay(Desk(FAMILY, ROLE), yuan)


def test_numbers_belong_to_a_member_and_a_message() -> None:
    """The same number of another member, or of another message, is another business."""
    desk, number = Desk(FAMILY, ROLE), "20260601000000000007"
    assert [CLEARED] * 3 == [pay(desk, "1.00", number), pay(desk, "2.00", number, "102306000125"), pack(desk, ["4.00"], number)]
    assert REFUSED == pay(desk, "8.00", number)
    assert ["1.00", "2.00", "4.00"] == [asked(desk, HVPS, number), asked(desk, HVPS, number, "102306000125"), asked(desk, BEPS, number)]


def raw(name: str, change: Callable[[bytes], bytes], defect: str = "") -> bytes:
    """The bytes of the answer to the bytes of a specimen, changed."""
    contract = catalogue().contracts[f"{FAMILY}.{name}"]
    sent = encode(contract, copy(contract.specimen_request), reply=False).body
    reply = Desk(FAMILY, ROLE, defect).party.answer(Message(body=change(sent)))
    assert reply is not None
    return reply.body


def test_a_message_in_another_namespace_is_not_cleared_and_its_header_is_echoed() -> None:
    """CN-01: the body of a batch in the namespace of a payment cannot be read, but the answer still says to which message it belongs."""
    contract = catalogue().contracts["cnaps2.beps_121"]
    answer = raw("beps_121", lambda sent: sent.replace(b"urn:cnaps:std:beps:2010:tech:xsd:beps.121.001.01",
                                                       b"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.02"))
    told = decode(contract, Message(body=answer), reply=True)
    assert (FAULT, "20260601000000000002", "313306000019XX") == (told["CmonConf"]["PrcSts"], told["head"]["MesgRefID"], told["head"]["OrigReceiver"])
    assert "根元素是 {urn:iso:std:iso:20022:tech:xsd:pacs.008.001.02}Document" in told["CmonConf"]["RjctInf"]


def test_the_header_of_an_answer_is_what_the_document_says() -> None:
    """CN-05: 132 bytes of ASCII, each place at its offset of 1.0.5."""
    answer = raw("hvps_111", bytes)
    places = {3: b"02", 5: b"011306000008XX", 23: b"313306000019XX", 37: b"MBFE", 55: b"XML", 58: b"ccms.900.001.02     ",
              98: b"20260601000000000001", 118: b"3D", 129: b"}\r\n<"}
    assert answer.startswith(b"{H:") and answer[:132].isascii()
    assert places == {at: answer[at : at + len(text)] for at, text in places.items()}
    number = answer[78:98].decode()
    assert re.fullmatch("[0-9]{20}", number) and f"<MsgId>{number}</MsgId>" in answer[132:].decode()


ONE = "20260601000000000001"
TWO = "20260601000000000002"
CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (812, lambda d: [pay(d, "900000.00"), pay(d, "900000.00"), asked(d, HVPS, ONE)], [CLEARED, CLEARED, "900000.00"],
     [CLEARED, CLEARED, "1800000.00"]),
    (813, lambda d: [pack(d, ["1.00", "2.00"]), asked(d, BEPS, TWO)], [CLEARED, "3.00"], [CLEARED, "1.00"]),
    (814, lambda d: pack(d, ["1.00", "2.00"], **{f"{PACK}__CtrlSum": amount("3.01")}), REFUSED, CLEARED),
    (815, lambda d: pay(d, "1.00", **{f"{GROUP}__InstdDrctPty": "308306000126"}), REFUSED, CLEARED),
    (817, lambda d: asked(d, HVPS, ONE, show=STATUS), REFUSED, CLEARED),
    (818, lambda d: pay(d, "1.00", **{f"{GROUP}__MsgId": TWO}), REFUSED, CLEARED),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_center_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, ROLE))
    assert flawed == sight(Desk(FAMILY, ROLE, str(number)))


def test_defects_of_the_header_show() -> None:
    """d816: the answer refers to itself; d819: Chinese stands in it, and the body begins four bytes later."""
    shown = [Desk(FAMILY, ROLE, defect).send("hvps_111", "head") for defect in ("", "816")]
    assert [True, False] == [head["MesgRefID"] == ONE for head in shown]
    assert shown[1]["MesgRefID"] == shown[1]["MesgID"]
    answer, framing = raw("hvps_111", bytes), catalogue().parties[FAMILY].wire.framing
    spoiled = load_defect("819").frame(answer, answer)
    assert framing is not None and len(spoiled) == len(answer) + 4 and spoiled[136:] == answer[132:]
    assert [] == Deframer(framing).feed(answer)
    with pytest.raises(WireError, match="非 ASCII 字节"):
        Deframer(framing).feed(spoiled)


def test_every_rule_has_a_defect() -> None:
    """Every promise of the center is named by a planted defect but those that are said not to be."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    assert list(range(812, 820)) == [d.NUMBER for d in mine]
    assert UNPLANTED == owed() - {rule for d in mine for rule in d.FINDS}
    assert not [name_of(d) for d in mine if d.TITLE.isascii()]
