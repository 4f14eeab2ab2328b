"""What the schema file beside a contract obliges to: what lies just beyond one constraint is refused, what lies at its edge is granted.

Each message is one that the peer would grant, with one place changed, so that nothing else speaks against it. Constraints come first that
were not tried anywhere yet; then the same ones at their other places.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from kanhe.books.outcome import classify
from kanhe.cases.fill import restamp
from kanhe.cases.table import Route
from kanhe.errors import ContractError, WireError
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.exchange import Message
from kanhe.model.words import ReplyClass
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session
from kanhe.schema.choices import Seeded
from kanhe.schema.generator import Generator
from kanhe.schema.obligation import Obligation
from kanhe.schema.profile import SMALLEST
from kanhe.wire.seal.seals import bare

BEYOND_A_SCENARIO = 12
MOST_BEYOND, MOST_AT_THE_EDGE = 2_000, 24  # of one contract; what was left out is said


@dataclass(slots=True)
class Duties:
    """What one contract's schema obliges to. beyond, edge: cases still to be sent; exist: how many there are; sent, kept: how many of those
    beyond were."""

    contract: Contract
    shape: Generator
    beyond: deque[Any] = field(default_factory=deque)
    edge: deque[Any] = field(default_factory=deque)
    exist: int = 0
    sent: int = 0
    kept: int = 0

    @property
    def promise(self) -> str:
        """Its promise."""
        return f"{self.contract.id}:schema"

    def told(self) -> str:
        """How far it was tried."""
        return f"{self.contract.schema} 的约束义务 {self.exist} 项：越界的发出 {self.sent} 项，如约拒绝 {self.kept} 项"


def scenarios(session: Session, contract: Contract) -> Iterator[Scenario]:
    """Scenarios of a few obligations each, until all were sent."""
    if not session.tally.owes(contract.id, f"{contract.id}:schema"):
        return
    try:
        duties = _duties(session, contract)
    except ContractError as error:
        session.tally.blame_ourselves(contract.id, f"{contract.id}:schema", f"读不了 {contract.schema}：{error.problems[0]}")
        return
    while duties.beyond:
        yield Scenario(contract=contract, name="模式约束：越界", aim=(duties.promise,), play=lambda s: _beyond(s, duties))
    while duties.edge:
        yield Scenario(contract=contract, name="模式约束：边界上", play=lambda s: _at_the_edge(s, duties))


def _duties(session: Session, contract: Contract) -> Duties:
    from kanhe.cases.shapes import owing, shape_of  # a third of a second, which a run without schema files need not wait

    shape = shape_of(session.catalogue.root, contract)
    cases = list(owing(contract, shape))
    duties = Duties(contract, shape, exist=len(cases))
    beyond = _distinct_first([case for case in cases if not case.obligation.valid])
    duties.beyond.extend(beyond[:MOST_BEYOND])
    duties.edge.extend(_distinct_first([case for case in cases if case.obligation.valid])[:MOST_AT_THE_EDGE])
    return duties


def _distinct_first(cases: list[Any]) -> list[Any]:
    seen: dict[tuple[object, str], int] = {}
    turns = []
    for case in cases:
        mark = (case.obligation.at, case.obligation.constraint)
        turns.append(seen.get(mark, 0))
        seen[mark] = turns[-1] + 1
    return [case for _, case in sorted(zip(turns, cases, strict=True), key=lambda pair: pair[0])]


def _beyond(session: Session, duties: Duties) -> None:
    """Each with a serial of its own; the one request that they all begin as stays unused, since each is refused."""
    route = prepare(session, duties.contract)
    if route is None:
        duties.beyond.clear()
        session.tally.excuse(duties.contract.id, duties.promise, "从未成功过：找不到能走到成功的前置报文")
        return
    for _ in range(min(BEYOND_A_SCENARIO, len(duties.beyond))):
        session.check_budget()
        _one_beyond(session, duties, route, duties.beyond.popleft())
        session.tally.remark(duties.contract.id, duties.promise, duties.told())
    observe(session)


def _one_beyond(session: Session, duties: Duties, route: Route, case: Any) -> None:
    contract, duty = duties.contract, case.obligation
    request = restamp(contract, route.request, session.clock(), session.draw)
    body = _made(session, duties, request, case)
    if body is None:
        return
    message = session.post.pack(contract, request, now=session.clock(), body=body)
    found = replace(route.sorted, breach=duties.promise, says=_told(duty), where=f"{duty.path} {duty.constraint}")
    duties.sent += 1
    exchange = session.send(contract, request, sorted_=found, raw=message, blind=True, note=f"只违反 {_told(duty)}", aim=duties.promise)
    seen = classify(contract.outcomes, exchange.reply) if exchange.reply is not None else None
    duties.kept += seen not in (None, ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.PROCESSING)


def _at_the_edge(session: Session, duties: Duties) -> None:
    """One message at the edge, if the contract says that it is granted: a schema may allow what the contract does not."""
    contract, case = duties.contract, duties.edge.popleft()
    route = prepare(session, contract)
    body = _made(session, duties, route.request, case) if route is not None else None
    if route is None or body is None:
        return
    message = session.post.pack(contract, route.request, now=session.clock(), body=body)
    request = _read(session, contract, message)
    found = session.table().sort(contract, request, session.worlds[0]) if request is not None else None
    if request is not None and found is not None and found.fine:
        session.send(contract, request, sorted_=found, raw=message, note=f"正在边界上：{_told(case.obligation)}")
        observe(session)


def _made(session: Session, duties: Duties, request: Any, case: Any) -> bytes | None:
    """The body of this request with what the case is about in it; None where there is none."""
    whole = session.post.plain(duties.contract, request).body
    if not duties.shape.admits(whole):
        session.tally.excuse(duties.contract.id, duties.promise,
                             f"未测到：照契约合规的请求不合 {duties.contract.schema}；kanhe lint 说明两者何处不一致")
        return None
    return duties.shape.message(case, Seeded(str(session.draw.integer(0, 1 << 30))), SMALLEST, within=whole).message


def _read(session: Session, contract: Contract, message: Message) -> Document | None:
    """Our message as the contract reads it, None where it cannot."""
    try:
        return session.post.read_request(contract, bare(contract.party.wire, message))
    except WireError:
        return None


def _told(duty: Obligation) -> str:
    return f"{duty.path} 的 {duty.constraint}（{duty.at}）"
