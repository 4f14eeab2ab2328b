"""Fixed headers as named places: cut from bytes that were made by hand, written back to the same bytes, and what does not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.errors import WireError
from kanhe.model.contract import Framing
from kanhe.model.exchange import Message
from kanhe.wire.codec import decode, encode
from kanhe.wire.framing import Deframer
from kanhe.wire.header import places_of, written
from kanhe.wire.naming import operation_of
from tests.wire.framed_by_hand import HEAD

CATALOGUE = load(Path(__file__).parent / "frames")
ECHO = CATALOGUE.contracts["cnaps132.echo"]
FRAMING = ECHO.party.wire.framing
BODY = "<root><Code>ECHO</Code><Seq>A0001</Seq><Name>南通市财政局</Name></root>".encode()
TOLD = {"VersionID": "02", "OrigSender": "313306000019XX", "OrigSenderSID": "0001", "OrigReceiver": "011306000008XX", "OrigReceiverSID": "0001",
        "OrigSendDate": "20260105", "OrigSendTime": "093000", "StructType": "XML", "MesgType": "hvps.111.001.01",
        "MesgID": "00000000000000000001", "Priority": "3", "Direction": "U"}
OFFSETS = {"VersionID": 3, "OrigSender": 5, "OrigSenderSID": 19, "OrigReceiver": 23, "OrigReceiverSID": 37, "OrigSendDate": 41,
           "OrigSendTime": 49, "StructType": 55, "MesgType": 58, "MesgID": 78, "MesgRefID": 98, "Priority": 118, "Direction": 119, "Reserve": 120}


def test_places_are_cut_and_written_back_to_the_byte() -> None:
    """132 bytes made by hand give every place, and the document gives the same 132 bytes, with the body behind them."""
    assert isinstance(FRAMING, Framing) and 132 == len(HEAD)
    assert TOLD == places_of(FRAMING, HEAD)
    assert HEAD == written(FRAMING, TOLD) == written(FRAMING, {**TOLD, "Reserve": "", "MesgRefID": None})
    document = decode(ECHO, Message(body=HEAD + BODY), reply=False)
    assert {"head": TOLD, "Code": "ECHO", "Seq": "A0001", "Name": "南通市财政局"} == document
    sent = encode(ECHO, document, reply=False).body
    assert HEAD == sent[:132] and b"<Code>ECHO</Code><Seq>A0001</Seq>" in sent[132:] and b"head" not in sent


def test_each_place_is_at_its_offset() -> None:
    """A letter at an offset of the document changes that place, and no other."""
    assert isinstance(FRAMING, Framing)
    assert list(OFFSETS) == [name for name, _ in FRAMING.places]
    for name, start in OFFSETS.items():
        changed = places_of(FRAMING, HEAD[:start] + b"z" + HEAD[start + 1:])
        assert [name] == [other for other in OFFSETS if changed.get(other) != TOLD.get(other)]


@pytest.mark.parametrize(("name", "text"), [("OrigSender", "3133060000190000"), ("Reserve", "南通"), ("Priority", "10")])
def test_what_a_place_cannot_hold_is_not_written(name: str, text: str) -> None:
    """Neither cut nor shifted; Chinese has no place in a header."""
    assert isinstance(FRAMING, Framing)
    with pytest.raises(WireError, match=f"报文头的 {name} ") as raised:
        written(FRAMING, {**TOLD, name: text})
    assert "charset" == raised.value.layer


@pytest.mark.parametrize("chinese", ["南".encode(), "南".encode("gbk")])
def test_a_header_with_chinese_is_told_at_its_byte(chinese: bytes) -> None:
    """By the deframer where it comes from a socket, by the place where somebody hands over the bytes."""
    assert isinstance(FRAMING, Framing)
    data = HEAD[:120] + chinese + HEAD[120 + len(chinese):]
    with pytest.raises(WireError, match="非 ASCII 字节") as raised:
        Deframer(FRAMING).feed(data + BODY)
    assert 120 == raised.value.offset
    with pytest.raises(WireError, match="报文头的 Reserve 应是 9 个 ASCII 字节"):
        places_of(FRAMING, data)


def test_a_lost_line_end_is_told() -> None:
    """CRLF lost: the body has slipped into the header."""
    assert isinstance(FRAMING, Framing)
    with pytest.raises(WireError, match="报文头应以"):
        Deframer(FRAMING).feed(HEAD[:-2] + BODY)


def test_bytes_may_come_one_at_a_time() -> None:
    """The message is the same."""
    assert isinstance(FRAMING, Framing)
    deframer = Deframer(FRAMING)
    for byte in HEAD + BODY:
        assert [] == deframer.feed(bytes([byte]))
    assert [HEAD + BODY] == deframer.end()


def test_a_place_may_name_the_operation() -> None:
    """`operation: head.MesgType` is read off the header, whatever stands in the body; a header that breaks off names none."""
    party = replace(ECHO.party, wire=replace(ECHO.party.wire, operation="head.MesgType"))
    assert "hvps.111.001.01" == operation_of(party, Message(body=HEAD + BODY))
    with pytest.raises(WireError, match="报文头的 MesgType"):
        operation_of(party, Message(body=HEAD[:60]))
    with pytest.raises(WireError, match="报文没有 head.MesgType"):
        operation_of(party, Message(body=HEAD[:58] + b" " * 20 + HEAD[78:] + BODY))
