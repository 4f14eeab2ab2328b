"""Schemathesis drives an OpenAPI interface with our signing and our body-code outcomes; what it finds is told as our cells.

Home of `schemathesis` and the OpenAPI side of Hypothesis. Its failures are exception groups that Hypothesis does not shrink; each is
turned into a plain assertion first, so that the smallest request is told. Generic data seldom gets past the first rule, so half of the
requests are the contract's specimen with a few generated values grafted in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky, Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from kanhe.books.outcome import classify
from kanhe.bridges.grafting import grafted
from kanhe.bridges.signing import Signing, message_of
from kanhe.checks.alone import GRANTED, judge_alone
from kanhe.errors import HarnessError, WireError
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.exchange import Exchange, Message, Received, Trouble
from kanhe.model.formula import Scene
from kanhe.model.verdict import Cell, Finding, Promise, Verdict
from kanhe.model.words import Outcome
from kanhe.simulate.wall import wall_clock
from kanhe.wire.codec import decode
from kanhe.wire.naming import route_match
from kanhe.wire.seal.keys import Keys

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MOST_BREACHES = 8  # per operation
STRANGER = Keys(private_key="1" * 64)  # nobody's key
SHRINK_S = 5.0  # for each breach, from the moment it is first seen


class Breach(AssertionError):
    """One promise that an exchange broke."""

    def __init__(self, verdict: Verdict, exchange: Exchange) -> None:
        self.verdict, self.exchange = verdict, exchange
        super().__init__(f"[{verdict.promise}] {verdict.says}")


@dataclass(slots=True, kw_only=True)
class Drive:
    """One peer driven over HTTP. known: promises whose breach is already told. granted: how many requests were."""

    catalogue: Catalogue
    peer: str
    url: str
    keys: Keys | None
    headers: Sequence[tuple[str, str]] = ()
    known: set[str] = field(default_factory=set)
    tried: int = 0
    granted: int = 0

    def one(self, case: Any, contract: Contract, *, signed: bool = True) -> None:
        """Send one case and judge it; raises Breach for the first promise that is broken and not known yet. signed: by the right key."""
        auth = Signing(contract.party.wire.seal, self.keys if signed or self.keys is None else STRANGER, self.headers)
        now = wall_clock()
        try:
            response = case.call(base_url=self.url, auth=auth, timeout=contract.deadline_s)
        except requests.RequestException as error:
            trouble = Trouble(phase="reply", message=f"没有应答：{type(error).__name__}", sent=True,
                              unreached=isinstance(error, requests.exceptions.ConnectTimeout))
            self._judge(Exchange(contract=contract, trouble=trouble, at=now, peer=self.peer), ())
            return
        self.tried += 1
        sent = message_of(response.request)
        sent = replace(sent, headers=tuple(h for h in sent.headers if h not in self.headers))
        if route_match(contract.route, sent.target) is None:
            return  # an odd path parameter made another address of it
        exchange = _exchange(contract, sent, response, now, self.peer)
        if not signed:
            self._forged(exchange)
            return
        self._judge(exchange, self._own_words(case, response))

    def _judge(self, exchange: Exchange, more: Sequence[str]) -> None:
        scene = Scene(request=exchange.request, reply=exchange.reply, now=exchange.at, parameters=self.catalogue.parameters)
        contract = exchange.contract
        verdicts = list(judge_alone(exchange, scene))
        verdicts += [Verdict(contract=contract.id, promise=f"{contract.id}:openapi", outcome=Outcome.BROKEN, says="应答应符合 OpenAPI",
                             expected="见 OpenAPI 文件", actual=text) for text in more]
        self.granted += exchange.reply is not None and classify(contract.outcomes, exchange.reply) in GRANTED
        self._raise_first(verdicts, exchange)

    def _raise_first(self, verdicts: Sequence[Verdict], exchange: Exchange) -> None:
        for verdict in verdicts:
            if verdict.outcome is Outcome.BROKEN and verdict.promise not in self.known:
                raise Breach(verdict, exchange)

    def _forged(self, exchange: Exchange) -> None:
        contract = exchange.contract
        seal = contract.party.wire.seal
        if seal is not None and exchange.reply is not None and classify(contract.outcomes, exchange.reply) in GRANTED:
            self._raise_first([Verdict(
                contract=contract.id, promise=seal.rule or f"{contract.id}:seal", outcome=Outcome.BROKEN, says="别人的密钥签的请求却答成功",
                expected="拒绝", actual="答成功", where="request")], exchange)

    def _own_words(self, case: Any, response: Any) -> list[str]:
        """What Schemathesis itself has to say of a reply."""
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseExceptionGroup as group:
            return [" ".join(str(e).split())[:500] for e in group.exceptions]
        return []


def _exchange(contract: Contract, sent: Message, response: Any, now: str, peer: str) -> Exchange:
    headers = tuple((k.lower(), v[0] if isinstance(v, list) else v) for k, v in response.headers.items())
    message = Message(status=response.status_code, body=response.content, headers=headers)
    found = Exchange(contract=contract, sent=sent, received=Received(reply=message, raw=response.content), at=now, peer=peer)
    try:
        found = replace(found, request=decode(contract, sent, reply=False))
    except WireError:
        pass
    try:
        return replace(found, reply=decode(contract, message, reply=True))
    except WireError as error:
        return replace(found, trouble=Trouble(phase=error.layer, message=error.message, sent=True, offset=error.offset))


def examine(
    catalogue: Catalogue, family: str, *, url: str, keys: Keys | None = None, peer: str = "", only: str = "*", seed_: int = 1,
    examples: int = 50, headers: Sequence[tuple[str, str]] = (),
) -> Iterator[Cell]:
    """Every operation of the family's OpenAPI files, with valid, invalid, grafted and wrongly signed requests. One cell per operation
    that was kept, one per broken promise with the smallest request that shows it. only: shell pattern on contract ids. Raises
    HarnessError where a file tells of none of ours."""
    mine = [c for c in catalogue.contracts.values() if c.party.family == family and fnmatch(c.id, only)]
    contracts = [c for c in mine if c.route and c.schema]
    met: set[str] = set()
    for path in dict.fromkeys(Path(catalogue.root, c.at.file).parent / c.schema for c in contracts):
        for result in schemathesis.openapi.from_path(path).get_all_operations():
            operation = result.ok()  # type: ignore[union-attr]
            wanted = (operation.method.upper(), operation.path)
            for contract in (c for c in contracts if (c.method, c.route) == wanted):
                met.add(contract.id)
                drive = Drive(catalogue=catalogue, peer=peer, url=url, keys=keys, headers=headers)
                yield from _operation(operation, contract, drive, seed_, examples)
    missed = [c.id for c in contracts if c.id not in met]
    if missed or not contracts:
        raise HarnessError(f"{family}: OpenAPI 里没有 {'、'.join(missed) or '任何契约'} 的操作\n"
                           "    下一步: kanhe lint 会指出两边哪里不一致")


def _operation(operation: Any, contract: Contract, drive: Drive, seed_: int, examples: int) -> Iterator[Cell]:
    modes = schemathesis.GenerationMode
    for mode, signed in ((modes.POSITIVE, True), (modes.NEGATIVE, True), *([(modes.POSITIVE, False)] if drive.keys else [])):
        while len(drive.known) < MOST_BREACHES:
            cases = grafted(operation.as_strategy(generation_mode=mode), contract)
            breach = _search(cases, lambda case, said=signed: drive.one(case, contract, signed=said), seed_, examples)  # type: ignore[misc]
            if breach is None:
                break
            drive.known.add(breach.verdict.promise)
            yield _told(breach, drive)
    if not drive.known:
        promise = _promise(contract, f"{contract.id}:openapi", "对按 OpenAPI 生成的请求，应答都合乎契约与 OpenAPI")
        yield Cell(promise=promise, peer=drive.peer, outcome=Outcome.KEPT, tried=drive.tried,
                   reason="" if drive.granted else "没有一个生成的请求得到成功应答")


def _promise(contract: Contract, name: str, says: str) -> Promise:
    rule = next((r for r in contract.rules if r.id == name), None)
    return Promise(contract=contract.id, id=name, says=rule.says if rule else says)


def _told(breach: Breach, drive: Drive) -> Cell:
    verdict, exchange = breach.verdict, breach.exchange
    finding = Finding(fingerprint=f"{drive.peer}|{verdict.contract}|{verdict.promise}|{verdict.where}", peer=drive.peer, verdict=verdict,
                      story=(exchange,), steps=(f"1. 发送 {exchange.contract.operation} {_shown(exchange)}",))
    return Cell(promise=_promise(exchange.contract, verdict.promise, verdict.says), peer=drive.peer, outcome=Outcome.BROKEN,
                tried=drive.tried, findings=(finding,))


def _shown(exchange: Exchange) -> str:
    sent = exchange.sent
    return f"{sent.target} {sent.body.decode('utf-8', 'backslashreplace')}".strip() if sent is not None else ""


class _Enough(BaseException):
    """Shrinking has had its time; no Exception, so that Hypothesis lets it through."""


def _search(cases: Any, act: Callable[[Any], None], seed_: int, examples: int) -> Breach | None:
    """The breach with the smallest request that was found within SHRINK_S after the first."""
    found: list[Breach] = []
    ends = [float("inf")]

    @seed(seed_)
    @settings(max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
              suppress_health_check=list(HealthCheck), report_multiple_bugs=False, print_blob=False)
    @given(case=cases)
    def one(case: Any) -> None:
        if time.monotonic() > ends[0]:
            raise _Enough
        try:
            act(case)
        except Breach as breach:
            found.append(breach)
            ends[0] = min(ends[0], time.monotonic() + SHRINK_S)
            raise

    run: Callable[[], None] = one
    try:
        run()
    except (Breach, Flaky, _Enough):  # flaky: the peer remembers, so a request may break a promise only once
        pass
    except Unsatisfiable:  # nothing can be generated for this mode, e.g. no negative data for a bare path
        return None
    first = found[0].verdict.promise if found else ""
    return min((b for b in found if b.verdict.promise == first), key=_size, default=None)


def _size(breach: Breach) -> int:
    sent = breach.exchange.sent
    return len(sent.body) + len(sent.target) if sent is not None else 0


__all__ = ["Breach", "examine"]
