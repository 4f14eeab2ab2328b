"""A bad seal is answered with the code that the contract names for it, whatever else is wrong with the message."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.model.exchange import Message
from kanhe.simulate.clock import SimClock
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import forgeries, sealed

CATALOGUE = load(Path(__file__).parents[2] / "contracts")
SYNC, WIRE = CATALOGUE.contracts["personnel.sync"], CATALOGUE.parties["personnel"].wire
NOW = "20260105101500"


def bureau() -> Simulator:
    """A simulator whose clock stands."""
    return Simulator(CATALOGUE, "personnel", "bureau", seed=1, keys=TEST_KEYS, clock=SimClock(NOW, frozen=True))


def honest(nonce: str = "a" * 32) -> Message:
    """The specimen with a right seal."""
    return sealed(WIRE, TEST_KEYS, encode(SYNC, SYNC.specimen_request, reply=False), timestamp=NOW, nonce=nonce)


def code(simulator: Simulator, message: Message) -> str:
    """Status and code of the answer."""
    reply = simulator.answer(message)
    assert reply is not None
    return f"{reply.status} {json.loads(reply.body)['code']}"


def test_the_code_is_the_one_of_the_openapi_file_too():
    """401 with 4010 is in the contract, and 401 is in every operation of the OpenAPI file."""
    assert "401 4010" == WIRE.seal.code and "401 4010" in dict(SYNC.outcomes.classes)
    text = Path(CATALOGUE.root, SYNC.at.file).with_name(SYNC.schema).read_text("utf-8")
    assert text.count('"401": {$ref') == sum(c.party.family == "personnel" and c.kind == "call" for c in CATALOGUE.contracts.values())


@pytest.mark.parametrize("name", forgeries(WIRE))
def test_each_forgery(name):
    """Flipped, unsigned, foreign, expired: 401 4010; the same business goes through afterwards with its right seal."""
    simulator = bureau()
    assert "401 4010" == code(simulator, forgeries(WIRE)[name](TEST_KEYS, honest()))
    assert "200 0000" == code(simulator, honest())


def test_a_replay():
    """The same nonce again is no right seal."""
    simulator = bureau()
    assert ["200 0000", "401 4010"] == [code(simulator, honest()) for _ in range(2)]


def test_a_bad_seal_comes_before_a_bad_body():
    """Bytes that nobody sealed are told as such, even where they are no JSON; sealed nonsense is told as nonsense."""
    broken = replace(honest(), body=b"{")
    assert "401 4010" == code(bureau(), broken)
    assert "400 4000" == code(bureau(), sealed(WIRE, TEST_KEYS, replace(encode(SYNC, SYNC.specimen_request, reply=False), body=b"{"),
                                               timestamp=NOW, nonce="b" * 32))
