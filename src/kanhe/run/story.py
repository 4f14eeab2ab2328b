"""A finding's story in Chinese lines, one per exchange, and the command that runs it again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from kanhe.books.outcome import classify, code_of
from kanhe.books.steps import CLASS_NAMES
from kanhe.model.contract import Field
from kanhe.model.document import get
from kanhe.model.exchange import Exchange

MOST_SAID = 4


def steps(story: Sequence[Exchange], *, most: int = 40) -> tuple[str, ...]:
    """One line per exchange or event, oldest first, with the date where another one begins; long stories keep their first lines and
    their end."""
    days = ["", *(e.at[:8] for e in story)]
    lines = [f"{i}. {_date(before, day)}{_line(e)}" for i, (e, before, day) in enumerate(zip(story, days, days[1:], strict=False), 1)]
    if len(lines) > most:
        lines = [*lines[: most // 4], f"…… 其间 {len(lines) - most} 步同类报文 ……", *lines[-(most - most // 4) :]]
    return tuple(lines)


def _date(before: str, day: str) -> str:
    return f"［{day[:4]}-{day[4:6]}-{day[6:]}］" if before and day and day != before else ""


def _line(exchange: Exchange) -> str:
    contract = exchange.contract
    if contract.kind == "stimulus":
        happens = "别的系统应已知道：" if exchange.notes.get("told") else "本方发生 " if exchange.notes.get("ours") else "对方那里发生 "
        return f"{happens}{contract.operation} {contract.title}{_about(exchange, contract.request)}"
    if contract.kind == "file":
        return f"{'收到' if exchange.inbound else '送出'} {exchange.notes['file']}"
    arrow = "对方发来" if exchange.inbound else "发送"
    note = f"（{exchange.case.note}）" if exchange.case is not None and exchange.case.note else ""
    keys = [f for f in contract.request if f.role == "key"]
    return f"{arrow} {contract.operation} {contract.title}{_about(exchange, keys)}{note} → {_end(exchange)}"


def _about(exchange: Exchange, fields: Sequence[Field]) -> str:
    """What the message or event names, by the titles of the fields."""
    said = [(f.title, get(exchange.request or {}, f.path)) for f in fields if "[]" not in f.path]
    told = "，".join(f"{title} {value}" for title, value in said[:MOST_SAID] if isinstance(value, str) and value)
    return f"（{told}）" if told else ""


def _end(exchange: Exchange) -> str:
    if exchange.reply is not None:
        seen = classify(exchange.contract.outcomes, exchange.reply)
        name = CLASS_NAMES[seen] if seen else "未约定的应答码"
        return f"{name}（{code_of(exchange.contract.outcomes, exchange.reply).strip()}）"
    if exchange.case is not None and exchange.case.lose_reply:
        return "应答丢失（故意不读）"
    if exchange.inbound:
        return f"本方故意：{exchange.notes['fault']}" if "fault" in exchange.notes else "本方不应答"
    return f"无可读应答：{exchange.trouble.message}" if exchange.trouble else "无应答"


def rerun(contract: str, peer: str, *, again: str, seed: int) -> str:
    """The one-line command that runs one contract at one peer again. again: the run's own command without --only and --seed."""
    return f"{again} --only {shlex.quote(f'{contract}@{peer}')} --seed {seed}"
