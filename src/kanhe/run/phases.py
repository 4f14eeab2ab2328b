"""What is played with a peer, in which order: what finds most comes first, what leaves the peer changed for good comes last.

Each phase lays its scenarios only when it is its turn: what it lays may depend on what was seen before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from kanhe.model.contract import Contract
from kanhe.model.file import FileContract
from kanhe.run.handover import Handover
from kanhe.run.plan import chosen
from kanhe.run.reception import Reception
from kanhe.run.scenarios import (
    amounts,
    apart,
    crowd,
    due,
    events,
    forgery,
    forms,
    instalments,
    later,
    limit,
    meanwhile,
    once,
    pairs,
    parts,
    refused,
    resend,
    schemas,
    sequences,
    slow,
    state,
    statuses,
    unfinished,
    writings,
)
from kanhe.run.scenarios.scenario import nearest
from kanhe.run.session import Session


class Playable(Protocol):
    """One idea tried on one contract."""

    @property
    def contract(self) -> Contract | FileContract:
        """What it is about."""

    @property
    def name(self) -> str:
        """As people call it."""

    @property
    def aim(self) -> tuple[str, ...]:
        """Promises that stay untried when it cannot be performed."""

    @property
    def play(self) -> Callable[[Any], None]:
        """Performs it in the session or reception that it was planned for."""


def phases(session: Session | Reception | Handover, *, only: str = "", random: int = 0) -> Iterator[tuple[str, Iterator[Playable]]]:
    """The phases by their names, as people read them. only: shell pattern on contract ids; random:
    so many random sequences; 0 leaves out long lists and further rounds of races, too."""
    if isinstance(session, Reception | Handover):
        yield "文件", session.takings(only)
        return
    name = session.peer.name
    ended = {e.alone for e in session.alone if only and e.due_s and chosen(only, e, name)}  # nobody can do these: what begins them is done
    calls = [c for c in session.called() if chosen(only, c, name) or any(e.verb == "open" and e.kind in ended for e in c.effects)]
    caused = {i.operation for i in session.inbound() if chosen(only, i, name)}
    stimuli = [c for c in session.stimuli() if not c.due_s and (chosen(only, c, name) or caused & set(c.causes))]
    yield "一次且仅一次", (s for c in calls for s in once.scenarios(c))
    yield "重发与另做", (s for c in calls for s in resend.scenarios(c))
    yield "触发事件", (s for c in stimuli for s in events.scenarios(c))
    calls = nearest(session, calls)
    yield "短清单", (s for c in calls for s in crowd.short_lists(c))
    yield "并发", (s for c in calls for s in crowd.races(c))
    yield "金额", (s for c in (*calls, *stimuli) for s in amounts.scenarios(c))
    yield "分界", (s for c in calls for s in limit.scenarios(c))
    yield "在办", (s for c in calls for s in slow.scenarios(session, c))
    yield "先拒后成", (s for c in calls for s in refused.scenarios(c))
    yield "相接", (s for c in calls for s in pairs.scenarios(c))
    yield "未办完", (s for c in calls for s in unfinished.scenarios(session, c))
    yield "逐项", (s for c in calls for s in parts.scenarios(c))
    yield "字段与变异", (s for c in calls for s in forms.scenarios(c))
    yield "模式约束", (s for c in calls for s in schemas.scenarios(session, c))
    yield "状态规则", (s for c in calls for s in state.scenarios(c))
    yield "签名", (s for c in calls for s in forgery.scenarios(c))
    yield "写法", (s for c in calls for s in writings.scenarios(c))
    if random:
        yield "再并发", (s for c in calls for s in crowd.races(c, rounds=crowd.MORE_ROUNDS))
    yield "各种办法", (s for c in calls for s in resend.each_way(c))
    yield "以后的事", (s for c in (*calls, *session.inbound()) for s in later.scenarios(session, c))
    yield "其间的事", (s for c in (*stimuli, *calls, *session.inbound()) for s in meanwhile.scenarios(session, c))
    yield "补测", (s for c in calls for s in state.untried(session, c))
    yield "分几次", (s for c in calls for s in instalments.scenarios(c))
    yield "各种状态", (s for c in calls for s in statuses.scenarios(c))
    yield "隔几秒", (s for c in calls for s in apart.scenarios(session, c))
    yield "随机序列", sequences.scenarios(session, [c for c in (*stimuli, *calls) if c.effects or c.causes], random)
    if random:
        yield "长清单", (s for c in (*calls, *stimuli) for s in crowd.long_lists(c))
    yield "到日子", (s for c in calls for s in due.scenarios(c))
