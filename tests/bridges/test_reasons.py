"""Why a row was refused may quote the request: it fits its field all the same, whatever was sent."""

from __future__ import annotations

import json

import pytest

from kanhe.model.exchange import Message
from tests.bridges.stands import batch, signed

HEADERS = (("content-type", "application/json"),)


@pytest.mark.parametrize("name", ["x" * 900, "\x07\x1b", "汉" * 400])
def test_the_reason_of_a_row_is_of_its_own_type(name):
    """A row with an unknown member of an odd name is refused alone; what quotes the name has no control characters and at most 500 bytes."""
    with signed() as proxy:
        told = proxy.pass_on(Message(method="POST", target="/per/v1/persons:sync", headers=HEADERS, body=json.dumps(batch(**{name: "1"})).encode()))
    assert told is not None and 200 == told.status
    row, = json.loads(told.body)["data"]["rejected"]
    assert row["reason"].isprintable() and 0 < len(row["reason"].encode("gb18030")) <= 500
