"""Pact: what we rely on, written from a contract as a V4 file, and a provider verified with it.

Home of `pact`. Amounts are texts with a pattern: the Pact core reads JSON numbers as doubles. Un-namespaced JSON over HTTP only;
XML, GBK and TCP are not Pact's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pact import Verifier

from kanhe.model.contract import Catalogue, Contract, Field
from kanhe.model.document import MISSING, get
from kanhe.model.verdict import Verdict
from kanhe.model.words import Kind, Outcome
from kanhe.wire.codec import encode


def write_pact(catalogue: Catalogue, family: str, out: Path, *, consumer: str = "kanhe") -> Path:
    """One V4 pact file with an interaction per HTTP operation of the family, from its specimen; the file's path."""
    party = catalogue.parties[family]
    contracts = [c for c in catalogue.contracts.values() if c.party is party and c.route and c.kind == "call"]
    document = {
        "consumer": {"name": consumer}, "provider": {"name": family},
        "interactions": [_interaction(c) for c in contracts],
        "metadata": {"pactSpecification": {"version": "4.0"}},
    }
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{consumer}-{family}.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def _interaction(contract: Contract) -> dict[str, Any]:
    message = encode(contract, contract.specimen_request, reply=False)
    parts = urlsplit(message.target)
    request: dict[str, Any] = {"method": message.method, "path": parts.path}
    if parts.query:
        request["query"] = {k: [v] for k, _, v in (p.partition("=") for p in parts.query.split("&"))}
    if message.body:
        request["headers"] = {"Content-Type": ["application/json"]}
        request["body"] = {"content": json.loads(message.body), "contentType": "application/json", "encoded": False}
    reply = encode(contract, contract.specimen_reply, reply=True)
    response: dict[str, Any] = {
        "status": reply.status, "headers": {"Content-Type": ["application/json"]},
        "body": {"content": json.loads(reply.body), "contentType": "application/json", "encoded": False},
        "matchingRules": {"body": dict(_rules(contract)), "header": _type_header()},
    }
    return {
        "type": "Synchronous/HTTP", "description": f"{contract.id} {contract.title}",
        "providerStates": [{"name": contract.id}], "request": request, "response": response,
    }


def _type_header() -> dict[str, Any]:
    return {"Content-Type": {"combine": "AND", "matchers": [{"match": "regex", "regex": "application/json.*"}]}}


def _rules(contract: Contract) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every reply field: its pattern where the type has one, else its JSON type."""
    for field in contract.reply:
        if not field.path.startswith("body.") or field.path in contract.outcomes.paths:
            continue
        where = "$" + "".join(f".{p.removesuffix('[]')}[*]" if p.endswith("[]") else f".{p}" for p in field.path.split(".")[1:])
        yield where, {"combine": "AND", "matchers": [_matcher(field, contract)]}
    for head in {f.path.split("[]")[0] for f in contract.reply if "[]" in f.path}:
        yield "$" + head.removeprefix("body"), {"combine": "AND", "matchers": [{"match": "type", "min": 0}]}


def _matcher(field: Field, contract: Contract) -> dict[str, Any]:
    node = get(contract.specimen_reply, field.path) if "[]" not in field.path else MISSING
    if field.type.kind is Kind.MONEY and isinstance(node, str):
        return {"match": "regex", "regex": r"-?\d{1,15}\.\d{2}"}
    return {"match": "type"}


def verify_pact(path: Path, url: str, *, provider: str) -> Iterator[Verdict]:
    """A provider at `url` verified with a pact file; one verdict per interaction, `promise` is its description."""
    document = json.loads(path.read_text(encoding="utf-8"))
    parts = urlsplit(url)
    verifier = Verifier(provider, host=parts.hostname or "127.0.0.1").add_source(str(path))
    verifier.add_transport(protocol="http", port=parts.port, scheme="http")
    verifier.state_handler(lambda *_, **__: None, body=False)
    try:
        verifier.verify()
    except RuntimeError:  # "Failed verification": the results say what
        pass
    errors: dict[str, str] = {}
    for error in verifier.results.get("errors", []):
        errors[str(error.get("interaction", ""))] = json.dumps(error.get("mismatch", error), ensure_ascii=False)[:2000]
    for interaction in document["interactions"]:
        name = interaction["description"]
        wrong = next((text for key, text in errors.items() if name in key), "")
        yield Verdict(contract=name.split(" ")[0], promise=f"{name.split(' ')[0]}:pact",
                      outcome=Outcome.BROKEN if wrong else Outcome.KEPT, says="提供方应满足由契约写出的 pact", actual=wrong)
