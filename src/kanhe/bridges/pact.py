"""Pact: what we rely on, written from a contract as a V4 file, and a provider verified with it. Home of `pact`.

JSON over HTTP only; XML, GBK and TCP are not Pact's. Amounts that are texts have a pattern; numbers are read by the Pact core as
doubles, so of them only the kind is promised. A field that may be absent cannot be told in Pact and is left out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

os.environ.setdefault("PACT_DO_NOT_TRACK", "true")  # before the import: its core would report its use over the network

from pact import Verifier

from kanhe.books.answer import answer
from kanhe.books.books import Books
from kanhe.cases.sorting import sort
from kanhe.contract.draw import Draw
from kanhe.errors import HarnessError
from kanhe.model.contract import Catalogue, Contract, Field
from kanhe.model.exchange import Message
from kanhe.model.verdict import Verdict
from kanhe.model.words import Kind, Outcome
from kanhe.wire.codec import encode

MOST_BEFORE = 2
_KINDS = {Kind.INTEGER: "integer", Kind.BOOLEAN: "boolean", Kind.MONEY: "number", Kind.DECIMAL: "number"}
_JSON = {"Content-Type": ["application/json"]}


def interactions_of(catalogue: Catalogue, family: str) -> list[Contract]:
    """The operations that a pact of the family tells of."""
    return [c for c in catalogue.contracts.values() if c.party.family == family and c.route and c.kind == "call"]


def write_pact(catalogue: Catalogue, family: str, out: Path, *, now: str, consumer: str = "kanhe") -> Path:
    """One V4 pact file with an interaction per HTTP operation of the family, from its specimen; the file's path.

    A provider state names the operations whose specimens must have been performed before (`now`: yyyyMMddHHmmss).
    """
    contracts = interactions_of(catalogue, family)
    document = {
        "consumer": {"name": consumer}, "provider": {"name": family},
        "interactions": [_interaction(c, _before(catalogue, c, contracts, now)) for c in contracts],
        "metadata": {"pactSpecification": {"version": "4.0"}},
    }
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{consumer}-{family}.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def _before(catalogue: Catalogue, contract: Contract, others: list[Contract], now: str) -> tuple[str, ...]:
    """The shortest sequence of specimens after which this specimen succeeds, imagined on the books; () where none is known."""
    movers = [c for c in others if c.effects and c is not contract]
    for way in (w for length in range(MOST_BEFORE + 1) for w in permutations(movers, length)):
        books = Books.of(contract.party.seeds)
        for step in way:
            books = answer(step, books, step.specimen_request, draw=Draw(0), now=now, parameters=catalogue.parameters).books
        if sort(contract, contract.specimen_request, books, now=now, parameters=catalogue.parameters).fine:
            return tuple(step.id for step in way)
    return ()


def _interaction(contract: Contract, before: tuple[str, ...]) -> dict[str, Any]:
    message = specimen_message(contract)
    parts = urlsplit(message.target)
    request: dict[str, Any] = {"method": message.method, "path": unquote(parts.path)}
    if parts.query:
        pairs = [part.partition("=") for part in parts.query.split("&")]
        request["query"] = {unquote(k): [unquote(v)] for k, _, v in pairs}
    if message.body:
        request |= {"headers": _JSON, "body": _json(message)}
    reply = encode(contract, contract.specimen_reply, reply=True)
    body = _json(reply)
    body["content"] = _without(body["content"], [f.path.split(".")[1:] for f in contract.reply if not f.required])
    state = f"先做过 {'、'.join(before)} 的样例" if before else "已登记契约中的 seeds"
    return {
        "type": "Synchronous/HTTP", "description": f"{contract.id} {contract.title}",
        "providerStates": [{"name": state, "params": {"before": list(before)}}], "request": request,
        "response": {
            "status": reply.status, "headers": _JSON, "body": body,
            "matchingRules": {"body": dict(_rules(contract)), "header": {"Content-Type": _all(_regex("application/json.*"))}},
        },
    }


def specimen_message(contract: Contract) -> Message:
    """The specimen request as it goes out."""
    return encode(contract, contract.specimen_request, reply=False)


def _json(message: Message) -> dict[str, Any]:
    return {"content": json.loads(message.body), "contentType": "application/json", "encoded": False}


def _without(node: Any, paths: list[list[str]]) -> Any:
    """The JSON without the nodes at these paths; `x[]` goes into every row of x."""
    if isinstance(node, list):
        return [_without(row, paths) for row in node]
    if not isinstance(node, dict):
        return node
    gone = {path[0].removesuffix("[]") for path in paths if len(path) == 1}
    return {k: _without(v, [p[1:] for p in paths if len(p) > 1 and p[0].removesuffix("[]") == k]) for k, v in node.items() if k not in gone}


def _all(*matchers: dict[str, Any]) -> dict[str, Any]:
    return {"combine": "AND", "matchers": list(matchers)}


def _regex(pattern: str) -> dict[str, Any]:
    return {"match": "regex", "regex": f"^(?:{pattern})$"}


def _rules(contract: Contract) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each reply field is held to; fields of the outcome code have no rule and so must be equal."""
    for field in contract.reply:
        if not field.path.startswith("body.") or field.path in contract.outcomes.paths or not field.required:
            continue
        where = "$" + "".join(f".{p.removesuffix('[]')}[*]" if p.endswith("[]") else f".{p}" for p in field.path.split(".")[1:])
        yield where, _all(_matcher(field))
    for head in {f.path.split("[]")[0] for f in contract.reply if "[]" in f.path}:
        yield "$" + head.removeprefix("body"), _all({"match": "type", "min": 0})


def _matcher(field: Field) -> dict[str, Any]:
    shape = field.type
    if shape.json_number:
        return {"match": _KINDS.get(shape.kind, "number")}
    if field.constant is not None or shape.codes:
        return _regex("|".join(map(re.escape, [field.constant] if field.constant is not None else shape.codes)))
    if shape.pattern is not None:
        return _regex(shape.pattern.pattern)
    return _regex("[\\s\\S]+") if shape.min_length else {"match": "type"}


def verify_pact(path: Path, url: str, *, provider: str, perform: Callable[[str], None] | None = None) -> Iterator[Verdict]:
    """A provider at `url` verified with a pact file; one verdict per interaction. perform: does the specimen of a contract first.

    Raises HarnessError where Pact says that something failed and does not say what.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    parts = urlsplit(url)
    verifier = Verifier(provider, host=parts.hostname or "127.0.0.1").add_source(str(path))
    verifier.add_transport(protocol="http", port=parts.port, scheme="http")

    def bring_about(state: str, action: str = "setup", parameters: Mapping[str, Any] | None = None, **_: Any) -> None:
        if perform is not None:
            for contract in (parameters or {}).get("before", ()):
                perform(contract)

    verifier.state_handler(bring_about)
    failed = False
    try:
        verifier.verify()
    except RuntimeError:  # "Failed verification": the results say what
        failed = True
    wrong: dict[str, str] = {}
    for error in verifier.results.get("errors", []):
        wrong.setdefault(str(error.get("interaction", "")), " ".join(_mismatches(error.get("mismatch"))))
    found = [_verdict(i["description"], wrong) for i in document["interactions"]]
    if failed and all(v.outcome is Outcome.KEPT for v in found):
        raise HarnessError(f"{path}: Pact 说验证不通过，但没有说是哪一项：{json.dumps(verifier.results, ensure_ascii=False)[:500]}")
    yield from found


def _verdict(name: str, wrong: Mapping[str, str]) -> Verdict:
    contract = name.partition(" ")[0]
    actual = next((text or "不符" for key, text in wrong.items() if name in key), "")
    return Verdict(contract=contract, promise=f"{contract}:pact", outcome=Outcome.BROKEN if actual else Outcome.KEPT,
                   says="提供方应满足由契约写出的 pact", expected="见 pact 文件" if actual else "", actual=actual)


def _mismatches(node: Any) -> Iterator[str]:
    """Pact's own words on what did not match, with the JSON path."""
    if isinstance(node, dict):
        if isinstance(node.get("mismatch"), str):
            yield f"{node.get('path', '')} {node['mismatch']}".strip()
        else:
            for value in node.values():
                yield from _mismatches(value)
    elif isinstance(node, list):
        for value in node:
            yield from _mismatches(value)
