"""Parts: declared once, put where they are needed; their rules, specimens and fields go along, and the wire carries them whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.contract.load import load
from kanhe.model.formula import Scene
from kanhe.model.inner import Inner
from kanhe.run.lint.lint import lint
from kanhe.wire.codec import decode, encode
from tests.contract.inner_mistakes import BOOKED, COLOUR, OPEN, PART, SLIP
from tests.contract.roots import RIGHT, broken


def root(place: Path, use: str, more: str = "", part: str = PART) -> Path:
    """The right root with the part and one use of it."""
    return broken(place, [(SLIP, None, part), (OPEN, COLOUR, f"{COLOUR}  {use}\n"), (OPEN, "title: 开户\n", f"title: 开户\n{more}"),
                          (OPEN, "schema: till.xsd\n", "")])


def test_fields_rules_and_specimen_lie_below_the_place(tmp_path):
    """`part.No` is `request.body.Slip.No` there; lint has nothing to say, and the specimen is whole."""
    catalogue = load(root(tmp_path, "body.Slip: {part: slip}"))
    assert [] == [str(p) for p in lint(catalogue) if not p.note]
    contract = catalogue.contracts["till.open"]
    assert "body.Slip.No" in {f.path for f in contract.request}
    rule = next(r for r in contract.rules if r.id == "TILL-40")
    assert rule.holds is not None and {"request.body.Slip.No"} == set(rule.holds.paths)
    assert {"request.body.Slip.No": "000000"} == dict(rule.refuses.patch)
    assert "000001" == contract.specimen_request["body"]["Slip"]["No"]


def test_a_rule_that_does_not_hold_there_is_left_out(tmp_path):
    """`without` drops it at this place."""
    contract = load(root(tmp_path, "body.Slip: {part: slip, without: [TILL-40]}")).contracts["till.open"]
    assert "TILL-40" not in {r.id for r in contract.rules}
    assert "TILL-40" not in {r.id for r in load(RIGHT).contracts["till.open"].rules}


def test_what_a_part_does_to_the_books_happens_where_it_lies(tmp_path):
    """Its effects come before those of the operation, and its `state` rules decide about the request."""
    catalogue = load(root(tmp_path, "body.Slip: {part: slip}", part=BOOKED))
    assert [] == [str(p) for p in lint(catalogue) if not p.note]
    contract = catalogue.contracts["till.open"]
    assert [("open", "slip"), ("open", "account")] == [(e.verb, e.kind) for e in contract.effects]
    scene = Scene(request=contract.specimen_request, now="20260105090000")
    after, _ = apply(contract, Books(), scene)
    assert after.exists("slip", ("000001",))
    assert expect(contract, Books(), scene).success
    assert "TILL-41" == expect(contract, after, scene).promise


@pytest.mark.parametrize("more", ["", "nested: [{at: body.Slip, root: Slip}]\n", "nested: [{at: body.Slip, codec: json}]\n"])
def test_a_part_crosses_the_wire(tmp_path, more):
    """As plain children, or as an inner message in base64: what is encoded is decoded, and an inner one keeps its bytes."""
    contract = load(root(tmp_path, "body.Slip: {part: slip}", more)).contracts["till.open"]
    message = encode(contract, contract.specimen_request, reply=False)
    found = decode(contract, message, reply=False)
    assert contract.specimen_request == found
    assert isinstance(found["body"]["Slip"], Inner) is bool(more)
    assert message == encode(contract, found, reply=False)
    assert (b"<No>000001</No>" in message.body) is not bool(more)
