"""Replies as documents: class and values in; outcome codes, echo, explanation and rejected rows in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kanhe.contract.draw import Draw
from kanhe.model.document import Document, copy
from kanhe.model.exchange import Message
from kanhe.model.formula import Scene, Value
from kanhe.model.words import ReplyClass
from kanhe.simulate import salvage
from kanhe.simulate.commands import node_at, rows_at, values_of
from kanhe.simulate.compose import Stuff, compose
from kanhe.simulate.plan import Plan

_COMPLETE = (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be said. values and rows by meaning; code: literal.

    echoed: what could be saved of an unreadable request; None = echo the request document.
    """

    outcome: ReplyClass
    text: str = ""
    code: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Value]] = ()
    echoed: Mapping[str, Any] | None = None


def reply_document(
    plan: Plan,
    request: Document | None,
    answer: Answer,
    *,
    now: str,
    draw: Draw,
    scene: Callable[[Document], Scene],
) -> Document:
    """The reply to a request (None: it could not be read)."""
    outcomes = plan.contract.outcomes
    given: dict[str, Any] = dict(answer.echoed) if answer.echoed is not None else _echo(plan, request)
    said = plan.code(answer.outcome, answer.code)
    given.update((path, text) for path, text in zip(outcomes.paths, said, strict=False) if text)  # '' is told by leaving it out
    text = answer.text or (outcomes.texts.get(" ".join(said), "") if outcomes.texts and any(said) else "")
    stuff = Stuff(
        values={**answer.values, **_said(plan, text)} if text else answer.values,
        rows=answer.rows,
        given=given,
        complete=answer.outcome in _COMPLETE,
        now=now,
        draw=draw,
    )
    return compose(plan.reply, stuff, scene)


def unreadable(plan: Plan, message: Message, text: str) -> Answer:
    """The answer to what cannot be decoded: a fault (or, where there is none, a refusal) with the echo that is left."""
    http = plan.contract.party.wire.transport == "http"  # where a 5xx would say that the fault is ours
    outcome = ReplyClass.FAULT if ReplyClass.FAULT in plan.codes and not http else ReplyClass.REFUSED
    return Answer(outcome=outcome, text=text, echoed=salvage.echo(plan.contract, message))


def merged_rows(
    plan: Plan, request: Document, rejected: Mapping[int, str], said: Sequence[Mapping[str, Value]]
) -> tuple[Mapping[str, Value], ...]:
    """The rows of the reply. In a batch: the behaviour's rows with their number in the message, and the engine's."""
    batch = plan.contract.batch
    if batch is None or not (rejected or said):
        return tuple(said)
    sent = rows_at(request, plan.request.list_at)
    passed = [number for number in range(len(sent)) if number not in rejected]
    column = next((leaf.field.means for leaf in plan.reply.row if leaf.parts == tuple(batch.index.split("."))), "")
    made: dict[int, dict[str, Value]] = {}
    for row in said:
        place = row.get(column)
        number = passed[place] if isinstance(place, int) and place < len(passed) else len(sent) + len(made)
        made[number] = {**row, column: number + batch.base}
    known = values_of(plan.request, request)[1]
    told = next((leaf.field.type for leaf in plan.reply.row if leaf.field.means == "message"), None)
    for number, reason in rejected.items():
        says = _fitting(reason, told.max_bytes, plan.contract.party.wire.charset) if told is not None else reason
        made[number] = {**known[number], column: number + batch.base, "message": says}
    return tuple(made[number] for number in sorted(made))


def _echo(plan: Plan, request: Document | None) -> dict[str, Any]:
    found = {}
    for to, parts in plan.echo:
        node = node_at(request, parts)
        if node is not None:
            found[to] = node if isinstance(node, str) else copy(node)
    return found


def _said(plan: Plan, text: str) -> dict[str, Value]:
    leaf = plan.explains
    return {} if leaf is None else {"message": _fitting(text, leaf.field.type.max_bytes, plan.contract.party.wire.charset)}


@lru_cache(maxsize=256)
def _fitting(text: str, limit: int, charset: str) -> str:
    """An explanation, cut to the bytes that its field has, never inside a character (ENC-02). It may quote the request, so control
    characters and what the charset cannot say are written out."""
    text = _CONTROLS.sub(lambda m: f"\\x{ord(m[0]):02x}", text).encode(charset, "backslashreplace").decode(charset)
    while limit and len(text.encode(charset, "strict")) > limit:
        text = text[:-1]
    return text
