"""Schemathesis drives an OpenAPI interface with our signing and our body-code outcomes; what it finds is told as our verdicts.

Home of `schemathesis`, `requests` and the OpenAPI side of Hypothesis. Its failures are exception groups that Hypothesis does not
shrink; each is turned into a plain assertion first, so that the smallest request is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests.auth import AuthBase

from kanhe.books.outcome import classify
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.promises import of_reply
from kanhe.errors import WireError
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.exchange import Message
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Level, Outcome, ReplyClass
from kanhe.wire.codec import decode
from kanhe.wire.seal import Keys, sign


class Breach(AssertionError):
    """One promise that a reply broke; carries the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(f"[{verdict.promise}] {verdict.says}")


class _Sign(AuthBase):
    """Seals a prepared request over its final bytes."""

    def __init__(self, contract: Contract, keys: Keys, draw: Draw) -> None:
        self.contract, self.keys, self.draw = contract, keys, draw

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        seal = self.contract.party.wire.seal
        assert seal is not None
        body = request.body or b""
        message = Message(body=body if isinstance(body, bytes) else str(body).encode(), method=request.method or "GET",
                          target=request.path_url)
        signed = sign(seal, self.keys, message, timestamp=f"{datetime.now():%Y%m%d%H%M%S}",
                      nonce=self.draw.unique_text(12).rjust(32, "0"))
        request.headers.update(dict(signed.headers))
        return request


def examine(
    catalogue: Catalogue, family: str, root: Path, *, url: str, keys: Keys | None = None, seed_: int = 1, examples: int = 50
) -> Iterator[Verdict]:
    """Every operation of the family's OpenAPI file, valid and invalid data; one verdict per operation and broken promise.

    A reply must have a declared outcome code, obey the contract's layout and the OpenAPI schema, and never be a crash.
    """
    contracts = [c for c in catalogue.contracts.values() if c.party.family == family and c.route and c.schema]
    draw = Draw(seed_, Counter(datetime.now().microsecond * 100_000))
    for schema_file in dict.fromkeys(_file(root, c) for c in contracts):
        schema = schemathesis.openapi.from_path(schema_file)
        for result in schema.get_all_operations():
            operation = result.ok()
            contract = next((c for c in contracts if (c.method, c.route) == (operation.method.upper(), operation.path)), None)
            if contract is not None:
                yield from _operation(operation, contract, url=url, auth=_Sign(contract, keys, draw) if keys else None,
                                      seed_=seed_, examples=examples)


def _file(root: Path, contract: Contract) -> Path:
    found = [p for p in root.rglob(Path(contract.schema).name) if p.is_file()]
    return found[0] if found else root / contract.schema


def _operation(
    operation: Any, contract: Contract, *, url: str, auth: AuthBase | None, seed_: int, examples: int
) -> Iterator[Verdict]:
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
        breach = _search(operation, contract, url, auth, mode, seed_, examples)
        if breach is not None:
            yield breach.verdict
            return
    yield Verdict(contract=contract.id, promise=f"{contract.id}:openapi", outcome=Outcome.KEPT, says="应答符合 OpenAPI 与应答码表")


def _search(
    operation: Any, contract: Contract, url: str, auth: AuthBase | None, mode: Any, seed_: int, examples: int
) -> Breach | None:
    @seed(seed_)
    @settings(max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
              suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        _one(case, contract, url, auth)

    run: Callable[[], None] = one
    try:
        run()
    except Breach as breach:
        return breach
    except Exception as error:  # nothing can be generated for this mode, e.g. no negative data for a bare path
        if type(error).__name__ in ("Unsatisfiable", "FailedHealthCheck", "SkipTest", "NoTestsRun"):
            return None
        raise
    return None


def _one(case: Any, contract: Contract, url: str, auth: AuthBase | None) -> None:
    try:
        response = case.call(base_url=url, auth=auth, timeout=contract.deadline_s)
    except (requests.RequestException, schemathesis.errors.SchemathesisError) as error:
        raise Breach(_verdict(contract, "answers", "每个请求都应得到应答", type(error).__name__)) from None
    message = Message(status=response.status_code, body=response.content,
                      headers=tuple((k.lower(), v[0] if isinstance(v, list) else v) for k, v in response.headers.items()))
    try:
        reply = decode(contract, message, reply=True)
    except WireError as error:
        raise Breach(_verdict(contract, "readable", "应答应可读", str(error))) from None
    seen = classify(contract.outcomes, reply)
    if seen is None:
        raise Breach(_verdict(contract, "outcome", "应答码应在契约的代码表中", f"HTTP {response.status_code}"))
    success = seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)
    for answer in of_reply(contract, Scene(reply=reply, request={}), success=success):
        if not answer.kept and answer.level is Level.MUST and answer.where.startswith("reply."):
            raise Breach(Verdict(contract=contract.id, promise=answer.promise, outcome=Outcome.BROKEN, says=answer.says,
                                 expected=answer.expected, actual=answer.actual, where=answer.where))
    try:
        case.validate_response(response, checks=[schemathesis.checks.not_a_server_error])
    except BaseExceptionGroup as group:
        raise Breach(_verdict(contract, "openapi", "应答应符合 OpenAPI", str(group.exceptions[0])[:500])) from None


def _verdict(contract: Contract, promise: str, says: str, actual: str) -> Verdict:
    return Verdict(contract=contract.id, promise=f"{contract.id}:{promise}", outcome=Outcome.BROKEN, says=says, actual=actual)
