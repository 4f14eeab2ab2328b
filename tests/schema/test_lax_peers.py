"""Peers that each forget one constraint deep in a payment schema are caught by obligations, each named by path and constraint."""

from __future__ import annotations

import pytest

from kanhe.schema.obligation import cover
from tests.schema.lax import PEERS, schema

DEEP = ("Document", "Document/CstmrCdtTrfInitn/PmtInf", *(f"Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/{name}" for name in (
    "PmtId", "Amt", "UltmtCdtr", "InstrForDbtrAgt", "RmtInf", "Cdtr/CtctDtls")))


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    """The obligations of some parts of the schema with their messages; benchmarks/generate.py takes all."""
    found = schema(tmp_path_factory.mktemp("strict"))
    cases = [case for case in found.obligations() if is_in(case.obligation.path.strip("/"))]
    return list(found.messages(cases))


def is_in(path: str) -> bool:
    """Whether it is one of the parts, or below one of the deep ones."""
    return path in DEEP or any(path.startswith(f"{part}/") or path == part for part in DEEP[2:])


def test_a_strict_peer_is_not_blamed(messages, tmp_path):
    """The schema itself, as a peer, keeps every obligation, and every one has a message, but for two lengths that a reference implies."""
    coverage = cover(messages, schema(tmp_path).admits)
    assert () == coverage.lax == coverage.strict
    assert coverage.kept == coverage.sent
    assert coverage.exist > 1_500
    silent = {(sent.obligation.path.rsplit("/", 1)[-1], sent.obligation.constraint) for sent in messages if sent.message is None}
    assert {("InstrId", "minLength=1"), ("InstrId", "maxLength=35")} == silent  # what it refers to has the same limits


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_forgotten_constraint_is_named(messages, tmp_path, peer):
    """What the peer wrongly accepts is the constraint that it forgot, at the path where it forgot it, and nothing else."""
    coverage = cover(messages, schema(tmp_path, *peer.edits).admits)
    assert () == coverage.strict
    assert {peer.constraint} == {o.constraint for o in coverage.lax}
    assert any(o.path.endswith(peer.path) for o in coverage.lax)
    lines = {o.at.line for o in coverage.lax}
    assert all(o.at.file == "payment.xsd" and o.at.line > 1 for o in coverage.lax) and len(lines) == 1
