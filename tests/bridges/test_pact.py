"""Pact: written from the contracts, kept by the honest desk over HTTP, broken by a planted defect."""
# ruff: noqa: E402 - what needs the optional package comes after asking for it

from __future__ import annotations

import json
import re

import pytest

pytest.importorskip("pact", reason="没有安装 pact 附加项：pip install -e '.[pact]'")

from kanhe.bridges.pact import interactions_of, specimen_message, verify_pact, write_pact
from kanhe.contract.leaf import read
from kanhe.errors import KanheError
from kanhe.model.words import Outcome
from tests.bridges.stands import FAMILY, catalogue, contract, signed

NOW = "20260105101530"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The pact of the family."""
    return write_pact(catalogue(), FAMILY, tmp_path_factory.mktemp("pacts"), now=NOW)


def verdicts(path, *defects):
    """What the desk makes of the pact."""
    with signed(*defects) as proxy:
        def perform(name: str) -> None:
            proxy.pass_on(specimen_message(catalogue().contracts[name]))

        return {v.contract: v for v in verify_pact(path, proxy.address, provider=FAMILY, perform=perform)}


def interactions(path):
    """The interactions by contract id."""
    return {i["description"].partition(" ")[0]: i for i in json.loads(path.read_text("utf-8"))["interactions"]}


def test_there_is_an_interaction_per_operation(path):
    """Each HTTP operation has exactly one interaction, with a Chinese title and V4 as the format."""
    assert {c.id for c in interactions_of(catalogue(), FAMILY)} == set(interactions(path))
    document = json.loads(path.read_text("utf-8"))
    assert "4.0" == document["metadata"]["pactSpecification"]["version"] and FAMILY == document["provider"]["name"]


def test_a_state_says_what_must_come_first(path):
    """A query of a person needs the batch that reports him; the batch needs nothing."""
    before = {name: i["providerStates"][0]["params"]["before"] for name, i in interactions(path).items()}
    assert ["personnel.sync"] == before["personnel.person"] and [] == before["personnel.sync"]


def test_matchers_say_no_less_than_the_type(path):
    """The pattern of a text field takes what the contract's type takes and nothing that it refuses."""
    rules = interactions(path)["personnel.person"]["response"]["matchingRules"]["body"]
    fields = {f.path.removeprefix("body."): f for f in contract("person").reply if f.path.startswith("body.data.")}
    tried = 0
    for name, field in fields.items():
        matcher = rules[f"$.{name}"]["matchers"][0]
        if matcher["match"] != "regex":
            assert field.type.json_number or not field.type.min_length
            continue
        for text in ("1", "001", "01", "1.00", "1.0", "20260105", "20260105101458000", "x", "1\n", "１"):
            try:
                read(field.type, text)
            except KanheError:
                good = False
            except ValueError:
                good = False
            else:
                good = True
            tried += 1
            assert good <= bool(re.fullmatch(matcher["regex"], text)), (name, text)
            assert field.type.codes == {} or good == bool(re.fullmatch(matcher["regex"], text)), (name, text)
    assert tried


def test_optional_fields_are_not_promised(path):
    """A field that may be absent is in neither body nor rules: Pact cannot say `may be absent`."""
    optional = [f for c in interactions_of(catalogue(), FAMILY) for f in c.reply if not f.required]
    assert optional
    for one in interactions_of(catalogue(), FAMILY):
        response = interactions(path)[one.id]["response"]
        for field in (f for f in one.reply if not f.required):
            assert "$" + field.path.removeprefix("body").replace("[]", "[*]") not in response["matchingRules"]["body"]
            assert f'"{field.path.rpartition(".")[2]}"' not in json.dumps(response["body"]["content"].get("data", {}).get("rejected", {}))


def test_the_honest_desk_keeps_its_pact(path):
    """Every interaction is verified over HTTP, signed on the way."""
    found = verdicts(path)
    assert set(interactions(path)) == set(found) and {Outcome.KEPT} == {v.outcome for v in found.values()}


def test_a_planted_defect_breaks_it_by_name(path):
    """A code that loses a zero is told with its JSON path, on the interaction that shows it and on no other."""
    found = verdicts(path, "d43_code_loses_a_zero")
    broken = {name: v.actual for name, v in found.items() if v.outcome is Outcome.BROKEN}
    assert ["personnel.persons"] == list(broken) and "nat_code" in broken["personnel.persons"]


def test_a_provider_that_is_not_there_breaks_everything(path):
    """Nothing is verified by silence."""
    found = list(verify_pact(path, "http://127.0.0.1:1", provider=FAMILY))
    assert found and {Outcome.BROKEN} == {v.outcome for v in found}


def test_the_pact_core_does_not_report_its_use():
    """The switch that keeps the Pact core off the network is set before it is loaded."""
    import os

    assert "true" == os.environ["PACT_DO_NOT_TRACK"]
