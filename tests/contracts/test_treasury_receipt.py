"""The contracts of receipts against the interface document: clean, complete, and their bytes read by other tools."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import copy
from kanhe.model.event import Peer
from kanhe.run.plan import planned
from kanhe.wire.codec import encode

ROOT = Path(__file__).parents[2] / "contracts"
FAMILY = ROOT / "banks/treasury_receipt"
KINDS = ("5201", "2301", "2302", "5106", "3208")
NEW = {  # what section 1.0.1 and TV-03 add to a voucher, by kind; the others have no field of their own
    "5201": {"XPayDate", "XAgentBusinessNo", "XPayAmt"}, "2301": {"XClearDate", "XPayAmt"}, "2302": {"XClearDate", "XPayAmt"}}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT)


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "treasury_receipt" in p.at.file and not p.note]


def test_every_rule_of_receipts_has_an_id() -> None:
    """TV-03 to TV-06 are all there, whole or split by letters."""
    files = [*FAMILY.glob("*.yaml"), ROOT / "flows/treasury_receipt.yaml"]
    known = set(re.findall(r"\bid: (TV-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in files)))
    assert {f"TV-{n:02}" for n in range(3, 7)} <= known


@pytest.mark.parametrize("kind", KINDS)
def test_a_receipt_on_the_wire_is_the_voucher_with_new_names_that_begin_with_x(kind: str) -> None:
    """lxml and base64 find in the receipt every field of the voucher as it was signed for, and beyond them only the X fields."""
    contract, signed = catalogue().contracts[f"treasury_receipt.receipt_{kind}"], catalogue().contracts[f"treasury_receipt.signed_{kind}"]
    soap = etree.fromstring(encode(contract, copy(contract.specimen_request), reply=False).body)
    argument = next(e for e in soap.iter() if etree.QName(e).localname == "voucher")
    mof = etree.fromstring(base64.b64decode(argument.text, validate=True))
    assert ["1", kind, "1"] == [mof.findtext("VoucherCount"), mof.find("VoucherBody").get("VtCode"), mof.findtext("VoucherBody/VoucherFlag")]
    voucher = etree.fromstring(base64.b64decode(mof.findtext("VoucherBody/Voucher"), validate=True))
    before = signed.specimen_request["voucher"]
    assert all(voucher.findtext(name) == value for name, value in before.items() if isinstance(value, str))
    details = [{e.tag: e.text for e in row if not e.tag.startswith("X")} for row in voucher.findall("DetailList/Detail")]
    assert before["DetailList"]["Detail"] == details
    assert NEW.get(kind, set()) == {e.tag for e in voucher} - set(before)


def test_what_is_refunded_is_the_duty_of_who_sends_receipts() -> None:
    """Only the member owes TV-05 and TV-06; both sides owe the echo."""
    owed = {role: {p.id for p in planned(catalogue(), Peer(name=role, family="treasury_receipt", role=role, address="memory://"))}
            for role in ("member", "vault")}
    books = {"TV-05", "TV-05A", "TV-05B", "TV-06"}
    assert books <= owed["member"] and not books & owed["vault"]
    assert {"TV-03", "TV-03C", "TV-03R"} <= owed["member"] & owed["vault"]
