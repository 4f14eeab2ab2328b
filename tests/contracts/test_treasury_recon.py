"""The reconciliation contracts against the interface document: clean, complete, misspelt where the wire is, and read by other tools."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from kanhe.contract.draw import Draw
from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import copy
from kanhe.model.event import Peer
from kanhe.model.exchange import Message
from kanhe.run.plan import planned
from kanhe.run.post import Post
from kanhe.wire.codec import encode

ROOT = Path(__file__).parents[2] / "contracts"
FAMILY = ROOT / "banks/treasury_recon"
KINDS = ("3507", "3508", "3509", "3510", "3511", "3512", "3513")
HEAD = "TreCode AdmDivCode StYear VtCode VouDate VoucherCheckNo BeginDate EndDate AllNum".split()


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT)


def message(name: str) -> Message:
    """The specimen request of an operation as it goes over the wire."""
    contract = catalogue().contracts[f"treasury_recon.{name}"]
    return encode(contract, copy(contract.specimen_request), reply=False)


def voucher(name: str) -> etree._Element:
    """The voucher in it, unpacked without any code of this project."""
    soap = etree.fromstring(message(name).body)
    argument = next(e for e in soap.iter() if etree.QName(e).localname == "voucher")
    mof = etree.fromstring(base64.b64decode(argument.text, validate=True))
    inner = base64.b64decode(mof.findtext("VoucherBody/Voucher"), validate=True)
    assert b"GBK" in inner.splitlines()[0]
    assert mof.find("VoucherBody").get("VoucherNo") == etree.fromstring(inner).findtext("VoucherCheckNo")
    return etree.fromstring(inner)


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "treasury_recon" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """TR-01 to TR-04 are all there, whole or split by letters."""
    files = [*FAMILY.glob("*.yaml"), ROOT / "flows/treasury_recon.yaml"]
    known = set(re.findall(r"\bid: (TR-[0-9]{2})\b", "\n".join(p.read_text("utf-8") for p in files)))
    assert {f"TR-{n:02}" for n in range(1, 5)} <= known


@pytest.mark.parametrize("kind", KINDS)
def test_other_tools_read_every_kind_of_statement(kind: str) -> None:
    """All have the head of section 1.0.2; those of a clearing bank have its misspelt name; only 3513 knows no packs."""
    found = voucher(f"state_{kind}")
    assert kind == found.findtext("VtCode")
    assert all(found.findtext(name) for name in HEAD)
    assert (found.find("ClearAccNanme") is not None) is (kind in ("3507", "3508", "3509", "3510"))
    assert found.find("ClearAccName") is None
    assert (found.find("ChildPackNum") is None) is (kind == "3513")
    assert int(found.findtext("AllNum") or "0") == len(found.findall("DetailList/Detail"))


def test_an_answer_with_a_contract_of_its_own_is_not_taken_for_the_common_one() -> None:
    """`writeVoucher 5511` is answer_3511, any other answer by number is `writeVoucher`."""
    answers = [catalogue().contracts[f"treasury_recon.{name}"] for name in ("answer", "answer_3511", "answer_3513")]
    found = [Post(draw=Draw(1), keys=None).find(answers, message(name)).id for name in ("answer", "answer_3511", "answer_3513")]
    assert [one.id for one in answers] == found


def test_that_packs_are_complete_is_the_senders_duty() -> None:
    """Only the treasury owes TR-01P; only the checker owes what speaks of its own records."""
    owed = {role: {p.id for p in planned(catalogue(), Peer(name=role, family="treasury_recon", role=role, address="memory://"))}
            for role in ("treasury", "checker")}
    assert {"TR-01P"} == owed["treasury"] & {"TR-01P", "TR-03D"}
    assert {"TR-03D"} == owed["checker"] & {"TR-01P", "TR-03D"}
