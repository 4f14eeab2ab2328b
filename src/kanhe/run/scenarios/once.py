"""Reaching success, resending, losing the reply: exactly one booking, whatever the line does."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.books.predict import key_of
from kanhe.cases.deviate import Deviation, deviate, of_books, of_types
from kanhe.cases.fill import restamp
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.document import Document, get
from kanhe.run.looking import observe
from kanhe.run.scenarios.money import enrich
from kanhe.run.scenarios.scenario import Scenario, act, again, perform_one
from kanhe.run.session import Session


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """Success, resend, lost reply and changed resend of one operation."""
    name = contract.id
    yield Scenario(contract=contract, name="走到成功", play=lambda s: _success(s, contract), aim=(f"{name}:accepts",))
    if contract.idempotency is not None:
        promise = contract.idempotency.rule or f"{name}:idempotent"
        yield Scenario(contract=contract, name="原样重发", play=lambda s: _same(s, contract), aim=(promise,))
    yield Scenario(contract=contract, name="应答丢失后重发", play=lambda s: _lost(s, contract))
    yield from changed(contract)


def changed(contract: Contract) -> Iterator[Scenario]:
    """Another content under a known key; nothing where there is no key."""
    if contract.idempotency is not None:
        promise = contract.idempotency.rule or f"{contract.id}:idempotent"
        yield Scenario(contract=contract, name="改内容重发", play=lambda s: _changed(s, contract), aim=(promise,))


def _success(session: Session, contract: Contract) -> None:
    if act(session, contract) is not None:
        observe(session)
        if act(session, contract, note="再做一笔") is not None:
            observe(session)


def _same(session: Session, contract: Contract) -> None:
    first = act(session, contract, afresh=True)
    if first is None:
        return
    enrich(session)
    again(session, first)
    observe(session)
    again(session, first, note="第三次发送")
    observe(session)


def _lost(session: Session, contract: Contract) -> None:
    first = act(session, contract, lose_reply=True, afresh=True, note="收不到应答")
    if first is None:
        return
    if contract.idempotency is not None:
        enrich(session)
        again(session, first, note="应答丢失后重发")
    observe(session)
    if contract.idempotency is not None:
        again(session, first, note="再次重发")
        observe(session)


def _changed(session: Session, contract: Contract) -> None:
    """Every changed content under the first key: first amounts and parties, then whatever the types allow."""
    first = act(session, contract)
    if first is None or contract.idempotency is None:
        return
    for operation in session.ways.get((contract.id, ""), ()):  # a second set of the same things, to change to
        perform_one(session, operation)
    enrich(session)
    base = restamp(contract, first.request, session.clock(), session.draw)
    chosen: dict[str, tuple[Document, str]] = {}
    for request, change in _changes(session, contract, base):
        if change.path not in chosen or (_right_but_for_the_key(session, contract, request)
                                         and not _right_but_for_the_key(session, contract, chosen[change.path][0])):
            chosen[change.path] = request, change.note
    for request, note in chosen.values():
        session.send(contract, restamp(contract, request, session.clock(), session.draw), note=f"同键改内容：{note}")
    if chosen:
        observe(session)


def _changes(session: Session, contract: Contract, base: Document) -> Iterator[tuple[Document, Deviation]]:
    """Every request under the first key whose content is another one, and what was changed."""
    assert contract.idempotency is not None
    keys, pen = set(contract.idempotency.key), session.table().pen(contract, session.stand(), Style())
    for change in (*of_books(pen, base), *of_types(contract, base)):
        if change.path in keys or change.sort in ("spoil", "missing"):
            continue
        request = deviate(pen, base, change)
        if any(get(request, k) != get(base, k) for k in keys):
            continue
        found = session.table().sort(contract, request, session.worlds[0])
        if not found.breach and not found.row_breaches and found.expectation is not None and found.expectation.changed:
            yield request, change


def _right_but_for_the_key(session: Session, contract: Contract, request: Document) -> bool:
    """Whether nothing but the known key speaks against it: then a peer that looks at less than the key accepts it."""
    books = session.worlds[0].forget(key_of(contract, request, session.clock()))
    return session.table().sort(contract, request, books).fine


