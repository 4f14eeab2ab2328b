"""The land_margin contracts: clean, complete against the document, and able to name each known defect."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "contracts/banks/land_margin"
FIXTURES = ROOT / "fixtures/banks/land_margin"
INDEX: dict[str, Any] = yaml.load((FIXTURES / "index.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
DEFECTS = (*range(1, 24), *range(53, 58))
TO_LAND, TO_BANK = ("G00001", "G00012", "G00009B"), (
    "G00003", "G00004", "G00005", "G00007", "G00008", "G00009", "G00010", "G00011", "G00013")


@cache
def catalogue() -> Any:
    """The contracts of this repository."""
    from kanhe.contract.load import load

    return load(ROOT / "contracts")


@cache
def xsd() -> etree.XMLSchema:
    """The hand-written schema."""
    return etree.XMLSchema(etree.parse(str(FAMILY / "margin.xsd")))


def contract(operation: str) -> Any:
    """One contract of the family."""
    return catalogue().contracts[f"land_margin.{operation}"]


def body(name: str) -> bytes:
    """The bytes of a fixture behind its length prefix."""
    return (FIXTURES / name).read_bytes()[6:]


def decoded(operation: str, side: str, data: bytes) -> Any:
    """The document of a message."""
    from kanhe.model.exchange import Message
    from kanhe.wire.codec import decode

    return decode(contract(operation), Message(body=data), reply=side == "reply")


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, every specimen fits the schema."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "land_margin" in p.at.file and not p.note]


@pytest.mark.parametrize("operation", [*TO_LAND, *TO_BANK])
def test_direction_is_the_documents(operation: str) -> None:
    """Each operation is sent by the side that the document's table names, and its code is the file's name."""
    found = contract(operation)
    assert ("bank" if operation in TO_LAND else "land") == found.sender
    assert operation.removesuffix("B") == found.operation


def test_every_rule_of_the_document_has_an_id() -> None:
    """LAND-01 to LAND-16 are all there, whole or split by letters."""
    known = set(re.findall(r"\bid: (LAND-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))))
    assert {f"LAND-{n:02}" for n in range(1, 17)} == known


def test_every_known_defect_is_named_by_an_existing_promise() -> None:
    """Each defect of section 2.9 that concerns this family has a row, and every rule that a row names exists."""
    table = (ROOT / "docs/defects-land.md").read_text("utf-8")
    rows = re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE)
    texts = "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))
    known = set(re.findall(r"\bid: (LAND-[0-9A-Z]+)", texts))
    assert list(DEFECTS) == [int(number) for number, _ in rows]
    for number, promises in rows:
        named = set(re.findall(r"LAND-[0-9]{2}[A-Z]?", promises))
        assert named <= known, f"defect {number}"
        assert named or ":" in promises, f"defect {number} is named by nothing"


@pytest.mark.parametrize("name", [n for n, about in INDEX["good"].items() if about.get("complete") != "no"])
def test_good_bytes_fit_the_schema(name: str) -> None:
    """Messages copied from the document fit the XSD that was written from it."""
    assert xsd().validate(etree.fromstring(body(name))), xsd().error_log


@pytest.mark.parametrize("name", INDEX["documents"])
def test_schema_refuses_bad_values(name: str) -> None:
    """The XSD refuses each wrong leaf; a date that no calendar has is beyond it and left to the contract."""
    assert (name == "moment-does-not-exist.bin") == xsd().validate(etree.fromstring(body(f"bad/{name}")))


@pytest.mark.parametrize("operation", [*TO_LAND, *TO_BANK])
def test_specimens_fit_the_schema(operation: str) -> None:
    """What we encode from the specimen fits the independently written XSD."""
    from kanhe.wire.codec import encode

    found = contract(operation)
    for document, reply in ((found.specimen_request, False), (found.specimen_reply, True)):
        sent = encode(found, document, reply=reply).body
        assert xsd().validate(etree.fromstring(sent)), (sent.decode("gbk"), xsd().error_log)


@pytest.mark.parametrize("name", INDEX["good"])
def test_good_frames_are_cut_and_made(name: str) -> None:
    """The prefix of each good fixture is what we would write, and cutting it gives the body back."""
    from kanhe.wire.framing import Deframer, frame

    framing = catalogue().parties["land_margin"].wire.framing
    data = (FIXTURES / name).read_bytes()
    assert [body(name)] == list(Deframer(framing).feed(data))
    assert data == frame(framing, body(name))
    assert len(body(name)) == int(INDEX["good"][name].get("bytes", len(body(name))))


@pytest.mark.parametrize("name", INDEX["good"])
def test_good_documents_keep_the_layout(name: str) -> None:
    """Messages copied from the document break no layout promise; the vector, being a part, lacks fields only."""
    from kanhe.contract.layout import breaches

    about = INDEX["good"][name]
    found = contract(about["operation"])
    fields = found.request if about["side"] == "request" else found.reply
    wrong = breaches(fields, decoded(about["operation"], about["side"], body(name)), success=True)
    if about.get("complete") == "no":
        wrong = [b for b in wrong if b.path == "body.InName"]
    assert [] == wrong


@pytest.mark.parametrize("name", INDEX["documents"])
def test_bad_documents_break_the_named_rule(name: str) -> None:
    """Each wrong leaf is named by the rule of the index, at its path."""
    from kanhe.books.outcome import classify
    from kanhe.contract.layout import breaches

    about = INDEX["documents"][name]
    found = contract(about["operation"])
    document = decoded(about["operation"], about["side"], body(f"bad/{name}"))
    if about["path"] == "body.Result":
        assert classify(found.outcomes, document) is None
        assert about["rule"] == found.outcomes.rule
        return
    fields = found.request if about["side"] == "request" else found.reply
    assert (about["path"], about["rule"]) in [(b.path, b.rule) for b in breaches(fields, document, success=True)]


@pytest.mark.parametrize("name", INDEX["frames"])
def test_bad_frames_are_told_by_layer(name: str) -> None:
    """Wrong bytes fail in the layer that is wrong, or leave an incomplete or over-full frame behind."""
    from kanhe.errors import WireError
    from kanhe.wire.framing import Deframer

    framing = catalogue().parties["land_margin"].wire.framing
    data, wrong = (FIXTURES / "bad" / name).read_bytes(), INDEX["frames"][name]["wrong"]
    try:
        bodies = list(Deframer(framing).feed(data))
    except WireError as error:
        assert (wrong, "frame") == ("frame", error.layer)
        return
    if wrong == "frame":
        assert [data[6:]] != bodies
        return
    with pytest.raises(WireError) as raised:
        decoded("G00001", "reply", bodies[0])
    assert wrong == raised.value.layer


BANK_STORIES = (
    ("G00003", "deposit_arrives", "G00005"),
    ("G00003", "deposit_arrives", "G00007", "G00010", "G00011", "refund_settles"),
    ("G00003", "deposit_arrives", "G00008", "G00004"),
)
LAND_STORY = (
    "close_lot", "request_refund", "G00012", "cancel_account",
    "query_receipts", "query_refund", "query_surplus",
)


def imagined(role: str, seed: int) -> tuple[Any, Any]:
    """The planner's table for a peer of this role, and the stand at a fresh one."""
    from kanhe.books.books import Books
    from kanhe.cases.search import Stand, Table
    from kanhe.contract.draw import Draw

    found = list(catalogue().contracts.values())
    operations = [c for c in found if (c.receiver if c.kind == "call" else c.sender) == role]
    inbound = {c.operation: c for c in found if c.kind == "call" and c.sender == role}
    table = Table(operations=operations, inbound=inbound, draw=Draw(seed), now="20260105101500", parameters={})
    return table, Stand(books=Books.of(catalogue().parties["land_margin"].seeds))


@pytest.mark.parametrize("story", BANK_STORIES, ids=" ".join)
def test_a_bank_can_be_led_through_the_story(story: tuple[str, ...]) -> None:
    """From the declarations alone the planner can lead a bank through every operation, in this order."""
    from kanhe.cases.search import imagine

    table, stand = imagined("bank", 1)
    for name in story:
        after = imagine(table, contract(name), stand)
        assert after is not None, f"{name} cannot succeed after {story}"
        stand = after


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_a_land_front_can_be_led_from_bid_to_refund(seed: int) -> None:
    """Bidders pay (in one or several parts) until a lot can close, the loser is refunded, accounts can be closed."""
    from kanhe.cases.search import direct, imagine

    table, stand = imagined("land", seed)
    for name in (*("apply_bid",) * 6, *("G00001",) * 10):
        if direct(table, contract("close_lot"), stand) is None:
            stand = imagine(table, contract(name), stand) or stand
    for name in LAND_STORY:
        after = imagine(table, contract(name), stand)
        assert after is not None, f"{name} cannot succeed"
        stand = after
    receipts = {row["status"] for row in stand.books.things("receipt")}
    assert "REFUNDED" in receipts


def test_no_receipt_can_be_refunded_twice() -> None:
    """A second refund of the same receipt is refused by LAND-08G, whatever the amount that is left."""
    from kanhe.cases.search import direct, imagine

    table, stand = imagined("bank", 1)
    for name in ("G00003", "deposit_arrives"):
        stand = imagine(table, contract(name), stand)
    first = direct(table, contract("G00010"), stand)
    stand = imagine(table, contract("G00010"), stand)
    assert first is not None
    assert "LAND-08G" == table.sort(contract("G00010"), first.request, stand.books).refused_by
