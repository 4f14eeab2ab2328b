"""Messages in messages, SOAP envelopes and form bodies: what is written is read again, no cut or flipped byte passes unseen."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.model.document import copy
from kanhe.model.inner import Inner, Nested
from kanhe.wire.form import decode_form, encode_form
from kanhe.wire.nested import Fold, fold, reader_of, unfold
from kanhe.wire.soap import decode_soap, encode_soap, method_of
from kanhe.wire.xml import decode_xml

GBK_TEXT = st.text(st.characters(codec="gbk", exclude_categories=["Cc", "Cs"]), max_size=12)
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12)
OUTER = Nested(at="voucher", root="MOF", charset="GBK")
ROWS = Nested(at="voucher.Body[].Slip", root="Slip", charset="GBK")


def xml_fold(nested: Nested, *, repeats: frozenset[str] = frozenset(), carrier: str = "UTF-8") -> Fold:
    """A place of XML messages."""
    def read(data: bytes):
        return decode_xml(data, nested.root, nested.charset, repeats=repeats, limit_depth=20)

    return Fold(nested, reader_of(nested, read, 20), carrier)


FOLDS = (xml_fold(OUTER, repeats=frozenset({"Body"})), xml_fold(ROWS, carrier="GBK"))


def voucher(*amounts: str) -> dict[str, object]:
    """A document two messages deep."""
    return {"kind": "8202", "voucher": {"Count": str(len(amounts)), "Body": [{"No": str(n), "Slip": {"Amt": a, "Name": "海门珅"}}
                                                                              for n, a in enumerate(amounts)]}}


def test_two_levels_come_back_as_they_went():
    """Folding writes texts where the messages are, outermost last; unfolding gives the same document, with the bytes that came."""
    document = voucher("1200.00", "0.01")
    kept = copy(document)
    sent = fold(FOLDS, document)
    assert kept == document, "the document that was given is as it was"
    assert isinstance(sent["voucher"], str) and base64.b64decode(sent["voucher"]).startswith(b"<?xml")
    found = unfold(FOLDS, dict(sent))
    assert document == found and isinstance(found["voucher"], Inner)
    assert "海门珅".encode("gbk") in found["voucher"]["Body"][1]["Slip"].raw


def test_what_is_handed_on_keeps_its_bytes():
    """An inner message written in another way (blanks, line breaks) goes out again byte for byte; a changed one is written anew."""
    sent = fold(FOLDS, voucher("1.00"), loose=True)
    assert sent["voucher"] != fold(FOLDS, voucher("1.00"))["voucher"]
    found = unfold(FOLDS, dict(sent))
    assert voucher("1.00") == found
    raw = found["voucher"].raw
    assert base64.b64decode(fold(FOLDS, found)["voucher"]) == raw
    found["voucher"]["Count"] = "2"
    again = base64.b64decode(fold(FOLDS, found)["voucher"])
    assert again != raw and b"<Count>2</Count>" in again


@settings(max_examples=40, deadline=None)
@given(name=GBK_TEXT, amount=st.decimals(0, 10**9, places=2).map(str))
def test_any_text_that_the_charset_has_comes_back(name, amount):
    """GBK inside, base64 around it, twice."""
    document = {"voucher": {"Body": [{"Slip": {"Amt": amount, "Name": name}}]}}
    assert document == unfold(FOLDS, fold(FOLDS, copy(document)))


def test_a_character_that_the_inner_charset_lacks_is_told():
    """Never replaced: 䶮 is not in GBK."""
    with pytest.raises(WireError) as raised:
        fold(FOLDS, {"voucher": {"Body": [{"Slip": {"Name": "王䶮"}}]}})
    assert "charset" == raised.value.layer


def test_each_flipped_byte_of_the_carried_text_shows():
    """A changed sign of base64 is refused, or other bytes are read: no two texts stand for one message."""
    sent = fold(FOLDS[:1], {"voucher": {"Count": "1", "Name": "海门"}})
    text = sent["voucher"]
    raw = base64.b64decode(text)
    for place in range(len(text)):
        for sign in {"A", "+", "=", "%", "é", chr(ord(text[place]) ^ 1)} - {text[place]}:
            try:
                found = unfold(FOLDS[:1], {"voucher": text[:place] + sign + text[place + 1:]})
            except WireError as error:
                assert error.layer in ("syntax", "charset") and "voucher" in str(error)
            else:
                assert raw != found["voucher"].raw


@pytest.mark.parametrize(("text", "hint"), [
    (base64.b64encode(base64.b64encode(b"<Slip/>")).decode(), "两次 base64"), ("%3CSlip%2F%3E", "百分号编码了两次"), ("PD94 bWw=", "写成 %2B"),
    ("PD94bWx", "base64"), ({"Slip": "x"}, "下级字段"), ("PD94bWz=", "规范写法")])
def test_what_is_no_inner_message_is_told_with_its_likely_cause(text, hint):
    """Encoded twice, quoted twice, a plus lost on the way, cut off, a bare child, bits beyond the end."""
    with pytest.raises(WireError) as raised:
        unfold(FOLDS[:1], {"voucher": text})
    assert hint in str(raised.value) and "syntax" == raised.value.layer


def test_an_empty_or_absent_place_stays_as_it_is():
    """Optional inner messages: nothing is made of nothing."""
    for document in ({}, {"voucher": ""}, {"voucher": None}):
        assert document == unfold(FOLDS, dict(document)) == fold(FOLDS, dict(document))


# ---- SOAP ----

CALL = {"admDivCode": "320600", "stYear": "2026", "vt": {"a": "1", "b": ["2", "3"]}, "note": "海 & <门>"}


def test_a_call_and_its_reply():
    """Arguments and returned parts come back; the operation is known from the bytes."""
    for reply in (False, True):
        data = encode_soap("writeVoucher", "http://service.x", CALL, reply=reply)
        assert CALL == decode_soap(data, "writeVoucher", reply=reply, repeats=frozenset({"vt.b"}))
        assert ("writeVoucherResponse" if reply else "writeVoucher") == method_of(data)


def test_a_fault():
    """faultcode without its prefix, and it is a reply only."""
    data = encode_soap("read", "http://x", {"Fault": {"faultcode": "Server.EVS404", "faultstring": "没有这张凭证"}}, reply=True)
    assert {"Fault": {"faultcode": "Server.EVS404", "faultstring": "没有这张凭证"}} == decode_soap(data, "read", reply=True)
    with pytest.raises(WireError):
        decode_soap(data, "read", reply=False)


def test_no_beginning_of_an_envelope_is_one():
    """Byte by byte: every proper prefix is refused, in our own words."""
    data = encode_soap("writeVoucher", "http://service.x", CALL, reply=False)
    for size in range(len(data)):
        with pytest.raises(WireError):
            decode_soap(data[:size], "writeVoucher", reply=False)


def test_each_flipped_byte_of_an_envelope_is_refused_or_read():
    """No byte makes anything but a document or a WireError; one inside an argument never leaves the document as it was."""
    data = encode_soap("pay", "http://x", {"amount": "1200.00"}, reply=False)
    inside = range(data.index(b"1200.00"), data.index(b"1200.00") + 7)
    for place in range(len(data)):
        spoilt = data[:place] + bytes([data[place] ^ 0x15]) + data[place + 1:]
        try:
            found = decode_soap(spoilt, "pay", reply=False)
        except WireError:
            continue
        assert place not in inside or {"amount": "1200.00"} != found


# ---- forms ----


@settings(max_examples=60, deadline=None)
@given(fields=st.dictionaries(st.text("abcXYZ_", min_size=1, max_size=6), GBK_TEXT, max_size=5))
def test_a_form_comes_back_in_gbk(fields):
    """Whatever the text, `&`, `=`, `+` and `%` too, and only ASCII is on the wire."""
    data = encode_form(fields, "GBK")
    assert data.isascii() and fields == decode_form(data, "GBK")


def test_a_form_is_never_read_otherwise_than_it_was_written():
    """Each cut and each flipped byte is another document or a WireError; never the same, never another exception."""
    fields = {"reqData": "+/海=&%", "sign": "AB=="}
    data = encode_form(fields, "GBK")
    spoilt = [data[:n] for n in range(len(data))] + [data[:n] + bytes([data[n] ^ 0x11]) + data[n + 1:] for n in range(len(data))]
    same = 0
    for one in spoilt:
        try:
            same += decode_form(one, "GBK") == fields
        except WireError as error:
            assert error.layer in ("syntax", "charset")
    assert 0 == same


@pytest.mark.parametrize("data", [b"a", b"=1", b"a=1&a=2", b"a=%4", b"a=%zz", "a=海".encode("gbk"), b"a=%D0", b"a=1&&b=2"])
def test_what_is_no_form(data):
    """No name, no sign, twice the same, half an escape, bare bytes, half a character, an empty piece."""
    with pytest.raises(WireError):
        decode_form(data, "GBK")


def test_a_form_may_carry_a_message_as_its_text():
    """`encoding: text`: the bytes of the inner message are the carrier's text, in the carrier's charset."""
    nested = Nested(at="reqData", codec="json", charset="GBK", encoding="text")
    carried = (Fold(nested, reader_of(nested, lambda data: {}, 20), "GBK"),)
    document = {"reqData": {"amount": "1.00", "name": "海门"}}
    data = encode_form(fold(carried, document), "GBK")
    found = unfold(carried, decode_form(data, "GBK"))
    assert document == found and "海门".encode("gbk") in found["reqData"].raw
