"""The voucher contracts against the interface document: clean, complete, and their bytes read by other tools."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import copy, get
from kanhe.model.exchange import Message
from kanhe.model.inner import Inner
from kanhe.wire.codec import decode, encode

ROOT = Path(__file__).parents[2] / "contracts"
FAMILY = ROOT / "banks/treasury_voucher"
WRITTEN = ("8202", "5201", "5207", "2301", "2302", "5106", "3208")
SAMPLE = ('<?xml version="1.0" encoding="GBK"?><Voucher><Id>000001</Id><AdmDivCode>320600</AdmDivCode><StYear>2026</StYear>'
          "<VtCode>8202</VtCode><VouDate>20260105</VouDate><VoucherNo>3206002026000001</VoucherNo><PayAmt>1280.01</PayAmt></Voucher>")


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT)


def message(name: str) -> Message:
    """The specimen request of an operation as it goes over the wire."""
    contract = catalogue().contracts[f"treasury_voucher.{name}"]
    return encode(contract, copy(contract.specimen_request), reply=False)


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "treasury_voucher" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """TV-01 to TV-10 are all there, whole or split by letters."""
    files = [*FAMILY.glob("*.yaml"), ROOT / "flows/treasury_voucher.yaml"]
    known = set(re.findall(r"\bid: (TV-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in files)))
    assert {f"TV-{n:02}" for n in range(1, 11)} <= known


@pytest.mark.parametrize("kind", WRITTEN)
def test_other_tools_read_the_nested_envelope(kind: str) -> None:
    """SOAP in UTF-8, in it base64 of a MOF in GBK, in it base64 of the voucher in GBK: lxml and base64 find the same voucher."""
    soap = etree.fromstring(message(f"write_{kind}").body)
    argument = next(e for e in soap.iter() if etree.QName(e).localname == "voucher")
    mof = etree.fromstring(base64.b64decode(argument.text, validate=True))
    inner = base64.b64decode(mof.findtext("VoucherBody/Voucher"), validate=True)
    assert b"GBK" in inner.splitlines()[0]
    voucher = etree.fromstring(inner)
    assert ["1", kind] == [mof.findtext("VoucherCount"), voucher.findtext("VtCode")]
    assert dict(mof.find("VoucherBody").attrib) == {name: voucher.findtext(name) for name in ("AdmDivCode", "StYear", "VtCode", "VoucherNo")}


def test_the_published_sample_is_read_and_handed_on_byte_for_byte() -> None:
    """The 233 bytes of section 4.9, with their SM3: the vault's answer carries them as they came (TV-10)."""
    raw = SAMPLE.encode("gbk")
    assert 233 == len(raw)
    assert "a05c5bc8656fb7569168148ac4239d1ef65c713d9c54cc9ae2469d71031071eb" == hashlib.new("sm3", raw).hexdigest()
    contract = catalogue().contracts["treasury_voucher.read"]
    reply = copy(contract.specimen_reply)
    plain = encode(contract, reply, reply=True)
    soap = etree.fromstring(plain.body)
    out = next(e for e in soap.iter() if etree.QName(e).localname == "out")
    mof = etree.fromstring(base64.b64decode(out.text))
    mof.find("VoucherBody/Voucher").text = base64.b64encode(raw).decode()
    out.text = base64.b64encode(etree.tostring(mof, encoding="GBK")).decode()
    document = decode(contract, Message(status=plain.status, headers=plain.headers, body=etree.tostring(soap)), reply=True)
    voucher = get(document, "out.VoucherBody.0.Voucher")
    assert isinstance(voucher, Inner) and raw == voucher.raw and "1280.01" == voucher["PayAmt"]
    again = decode(contract, encode(contract, document, reply=True), reply=True)
    assert raw == get(again, "out.VoucherBody.0.Voucher").raw
