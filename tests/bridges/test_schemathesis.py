"""Schemathesis with our signing and outcomes: it finds planted defects by the rule's name, and nothing at the honest desk."""
# ruff: noqa: E402 - what needs the optional package comes after asking for it

from __future__ import annotations

import json

import pytest

pytest.importorskip("schemathesis", reason="没有安装 openapi 附加项：pip install -e '.[openapi]'")

from kanhe.bridges import schemathesis as bridge
from kanhe.bridges.signing import SigningProxy
from kanhe.errors import HarnessError
from kanhe.model.exchange import Message
from kanhe.model.words import Outcome
from kanhe.wire.seal.keys import TEST_KEYS, Keys
from tests.bridges.stands import FAMILY, batch, catalogue, contract, party, served

QUERIES = "personnel.[hp]*"


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Little time for shrinking: a test asks whether something is found, not for the very smallest request."""
    monkeypatch.setattr(bridge, "SHRINK_S", 0.3)


def cells(url: str, only: str, examples: int = 6, keys: Keys | None = TEST_KEYS):
    """What is found at one address."""
    return list(bridge.examine(catalogue(), FAMILY, url=url, keys=keys, peer="某局", only=only, examples=examples))


def broken(found) -> set[str]:
    """The promises that were broken."""
    return {c.promise.id for c in found if c.outcome is Outcome.BROKEN}


def test_the_honest_desk_raises_no_alarm():
    """One kept cell per operation; every kind of data was really sent, and some of it was granted. Every family's: the suites."""
    with served() as url:
        found = cells(url, QUERIES)
    assert set() == broken(found) and {Outcome.KEPT} == {c.outcome for c in found}
    assert len(found) == len({c.promise.contract for c in found}) and all(c.tried >= 6 for c in found)
    assert any(not c.reason for c in found)


@pytest.mark.parametrize(("defect", "only", "rule"), [
    ("d62_count_off_by_one", "personnel.sync", "PERS-11B"), ("d67_signature_not_checked", "personnel.headcount", "SIG-01"),
    ("d43_code_loses_a_zero", "personnel.persons", "PERS-09A"),
])
def test_a_planted_defect_is_found_by_its_rule(defect, only, rule, monkeypatch):
    """The rule is named first, with the request that shows it; the words are ours and Chinese."""
    monkeypatch.setattr(bridge, "MOST_BREACHES", 1)
    with served(defect) as url:
        with SigningProxy(url, party(), TEST_KEYS) as proxy:  # somebody is on the books, with a code that begins with a zero
            kind, body = (("content-type", "application/json"),), json.dumps(batch(nat_code="023")).encode()
            told = proxy.pass_on(Message(method="POST", target="/per/v1/persons:sync", headers=kind, body=body))
            assert told is not None and 200 == told.status
        found = cells(url, only, examples=24)
    assert rule in broken(found)
    finding = next(c for c in found if c.promise.id == rule).findings[0]
    assert finding.story[0].sent is not None and finding.steps[0].startswith("1. 发送 ") and "某局" == finding.peer


def test_an_index_that_counts_from_one_is_found(monkeypatch):
    """A refused row under a wrong number is a row that was granted: a rule of that row is named."""
    monkeypatch.setattr(bridge, "MOST_BREACHES", 1)
    with served("d70_index_from_one") as url:
        found = cells(url, "personnel.sync", 8)
    assert broken(found) - {"personnel.sync:openapi"}


def test_distinct_breaches_are_told_apart():
    """Two defects at once give both rules, each once."""
    with served("d62_count_off_by_one", "d67_signature_not_checked") as url:
        found = [c.promise.id for c in cells(url, "personnel.sync") if c.outcome is Outcome.BROKEN]
    assert {"PERS-11B", "SIG-01"} <= set(found) and len(found) == len(set(found))


def test_a_peer_that_is_not_there_keeps_nothing():
    """No answer at all breaks or stops; it is never a kept cell."""
    found = cells("http://127.0.0.1:1", "personnel.headcount", 3)
    assert Outcome.KEPT not in {c.outcome for c in found}


def test_a_family_without_an_openapi_file_is_told():
    """Nothing to drive is an error, not a pass."""
    with pytest.raises(HarnessError, match="OpenAPI"):
        list(bridge.examine(catalogue(), "land_margin", url="http://127.0.0.1:1", examples=1))


def test_shrinking_gives_a_small_request(monkeypatch):
    """With time, the request that shows a wrong count is no longer than the specimen, whatever was drawn first."""
    monkeypatch.setattr(bridge, "SHRINK_S", 4.0)
    monkeypatch.setattr(bridge, "MOST_BREACHES", 1)
    with served("d62_count_off_by_one") as url:
        found = cells(url, "personnel.sync", 12)
    sent = next(c for c in found if c.promise.id == "PERS-11B").findings[0].story[0].sent
    assert sent is not None
    assert len(json.loads(sent.body)["persons"]) <= len(contract("sync").specimen_request["body"]["persons"])
