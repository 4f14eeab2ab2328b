"""Changed fields of a fixed header: each is a message that can be written, and comes back as it was meant."""

from __future__ import annotations

from pathlib import Path

from kanhe.cases.deviate import GONE, of_types
from kanhe.contract.load import load
from kanhe.model.document import copy, drop, get, put
from kanhe.wire.codec import decode, encode

CATALOGUE = load(Path(__file__).parents[2] / "contracts", family="cnaps2")


def test_a_header_is_only_asked_to_hold_what_it_can() -> None:
    """Neither what is too long, Chinese, empty nor ends in a space; whatever is left is read back to the letter, and some of it is wrong."""
    contract = CATALOGUE.contracts["cnaps2.hvps_111"]
    base = decode(contract, encode(contract, copy(contract.specimen_request), reply=False), reply=False)
    changes = [change for change in of_types(contract, base) if change.path.startswith("head.")]
    assert {"edge", "spoil", "missing"} == {change.sort for change in changes}
    for change in changes:
        changed = copy(base)
        if change.node is GONE:
            drop(changed, change.path)
        else:
            put(changed, change.path, change.node)
        assert changed == decode(contract, encode(contract, changed, reply=False), reply=False), change.note
    assert {"head.OrigSendDate", "head.OrigSendTime"} <= {change.path for change in changes if change.sort == "spoil"}


def test_the_body_behind_it_is_asked_for_more() -> None:
    """Chinese and what is too long stay among the mistakes of a body."""
    contract = CATALOGUE.contracts["cnaps2.hvps_111"]
    nodes = [change.node for change in of_types(contract, contract.specimen_request) if change.path.endswith("DbtrAcct.Id")]
    assert any(isinstance(node, str) and len(node) > 32 for node in nodes) and "" in nodes
    assert "900000.00" == get(contract.specimen_request, "FIToFICstmrCdtTrf.CdtTrfTxInf.IntrBkSttlmAmt.#text")
