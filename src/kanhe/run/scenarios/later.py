"""What comes later: outcomes after `processing`, the next day, the cut-off; and, where Kanhe plays the bank's side, notices that come
in time, late, twice, early or never, and queries that find no record yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from kanhe.books.books import Key
from kanhe.books.drift import named
from kanhe.cases.deviate import deviate, of_types
from kanhe.cases.fill import fill
from kanhe.cases.follow import follow
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.document import put
from kanhe.model.exchange import Exchange
from kanhe.run.causing import cause, give_time
from kanhe.run.looking import observe, settle
from kanhe.run.ours import ends, happens, waiting
from kanhe.run.scenarios.money import think_of
from kanhe.run.scenarios.scenario import Scenario, act, again, prepare
from kanhe.run.session import Session
from kanhe.run.waiting import pending
from kanhe.transport.faults.all import FAULTS

MOST_TRIES = 6
HIDINGS = (1, 2, 6)  # so many queries find no record
INSTANT = "对方每次都当场给出结果，没有过等待结果的业务"


def scenarios(session: Session, contract: Contract) -> Iterator[Scenario]:
    """Everything about one operation that needs time: of the peer's answers, or of ours to what the peer sends."""
    if contract.kind != "call":
        return
    if contract.receiver == session.peer.role:
        opened = {e.kind for e in contract.effects if e.verb == "open"}
        for event in (e for e in session.alone if e.due_s and e.alone in opened):
            yield _of(event, f"等待结果时：{event.title}", partial(_ended, contract=contract, event=event))
            if event.causes:
                yield _of(event, f"{event.title}，通知没有应答", partial(_ended, contract=contract, event=event, unanswered=True))
        if contract.idempotency is not None:
            yield _of(contract, "次日原样重发", partial(_next_day, contract=contract))
        if contract.effects and contract.party.hours.cutoff:
            yield _of(contract, "跨截止和日切", partial(_cutoff, contract=contract))
        return
    for stimulus in (c for c in session.stimuli() if contract.operation in c.causes and contract.postponable):
        for event in ends(session, contract, told=True):
            for name, telling in TELLINGS.items():
                play = partial(_told, stimulus=stimulus, event=event, telling=telling)
                yield _of(contract, f"{event.title}，通知{name}", play)
        yield _of(contract, "没有应答，先查无记录后查到", partial(_hidden, stimulus=stimulus))


def _of(contract: Contract, name: str, play: Callable[[Session], None]) -> Scenario:
    return Scenario(contract=contract, name=name, play=play, aim=(f"{contract.id}:causes",) if contract.kind == "stimulus" else ())


# ---- the peer is the bank -------------------------------------------------------------------------------------------


def _ended(session: Session, contract: Contract, event: Contract, *, unanswered: bool = False) -> None:
    """Try until the peer leaves an outcome open, with the amount that it took its time about before, where there was one; then bring the
    outcome about through the peer's door, or let it come about."""
    amount = session.slow.get(contract.id)
    try:
        if not _left_open(session, contract, event, amount, unanswered=unanswered):
            session.tally.excuse(event.id, f"{event.id}:causes", INSTANT)
    finally:
        session.mind = {}


def _left_open(session: Session, contract: Contract, event: Contract, amount: Decimal | None, *, unanswered: bool) -> bool:
    """False where the peer settled everything at once."""
    for _ in range(MOST_TRIES):
        session.begin()
        if amount is not None:
            think_of(session, contract, amount)
        route = prepare(session, contract)
        if route is None:
            return True
        session.send(contract, route.request, sorted_=route.sorted)
        waiting = sorted(key for kind, key in pending(session) if kind == event.alone)
        if waiting:
            session.faults = [FAULTS["close_unanswered"]] if unanswered else []
            if cause(session, event, named(event, waiting[0])):
                session.faults = []
            observe(session)  # where there is no door, time passes until it has come about by itself
            session.faults = []
            return True
    return False


def _next_day(session: Session, contract: Contract) -> None:
    """A key that is good for longer than a day is still known on the next one."""
    first = act(session, contract)
    if first is None or session.move_clock("+1wd"):
        return
    settle(session)
    again(session, first, note="次日原样重发")
    observe(session)


def _cutoff(session: Session, contract: Contract) -> None:
    """Just before the cut-off, after it, after the day switch: an ordinary and a large one each time, all followed to the end."""
    for jump in ("next-cutoff", "next-day-switch"):
        if session.move_clock(jump):
            return
        session.begin()
        for large in (False, True):
            route = prepare(session, contract)
            if route is None:
                return
            request, found = route.request, route.sorted
            for change in of_types(contract, request) if large else ():
                if change.sort == "edge" and change.note.endswith("1000000.00"):
                    other = deviate(session.table().pen(contract, session.stand(), Style()), request, change)
                    sorted_ = session.table().sort(contract, other, session.worlds[0])
                    request, found = (other, sorted_) if sorted_.fine else (request, found)
            session.send(contract, request, sorted_=found, note=f"{jump} 之后")
        observe(session)


# ---- Kanhe is the bank ----------------------------------------------------------------------------------------------

Telling = Callable[[Session, Contract, Key], None]


def _told(session: Session, stimulus: Contract, event: Contract, telling: Telling) -> None:
    """The peer's request is answered `processing`; then the event comes about at our side, and the peer is told in some way."""
    session.manner = replace(session.manner, postponing=True)
    if telling is _early:
        session.manner = replace(session.manner, before_reply=lambda exchange: _happens_early(session, event, exchange))
    route = prepare(session, stimulus)
    if route is None or not cause(session, stimulus, route.request):
        return
    session.manner = replace(session.manner, postponing=False)
    for key in waiting(session, [event]):
        happens(session, event, key)
        telling(session, event, key)
    observe(session)


def _happens_early(session: Session, event: Contract, exchange: Exchange) -> None:
    for key in waiting(session, [event]):
        happens(session, event, key)
        _in_time(session, event, key)


def _notice(session: Session, event: Contract, key: Key) -> Exchange | None:
    """Send the message that the event causes, about this thing."""
    notice = next((c for c in session.called() if c.operation in event.causes), None)
    if notice is None:
        return None
    pen = session.table().pen(notice, session.stand(), Style())
    request = fill(pen)
    for means, part in zip((f.means for f in event.request if f.role == "key"), key, strict=False):
        field = next((f for f in notice.request if f.means == means), None)
        if field is not None:
            put(request, field.path, part)
            follow(pen, request, field.path)
    return session.send(notice, request, note=event.title)


def _in_time(session: Session, event: Contract, key: Key) -> None:
    _notice(session, event, key)


def _twice(session: Session, event: Contract, key: Key) -> None:
    """The same notice again after a while, and once more under a number of its own."""
    first = _notice(session, event, key)
    if first is not None:
        observe(session)
        again(session, first, note="同一通知再来一次")
        session.move_clock("+10m")
        again(session, first, note="同一通知过后又来")
        _notice(session, event, key)


def _late(session: Session, event: Contract, key: Key) -> None:
    """The peer has asked meanwhile, and been told, before the notice comes."""
    give_time(session)
    observe(session)
    _notice(session, event, key)


def _never(session: Session, event: Contract, key: Key) -> None:
    """No notice at all: the peer has to ask."""
    give_time(session)


def _early(session: Session, event: Contract, key: Key) -> None:
    """Nothing is left to do: it came before the reply."""


TELLINGS: dict[str, Telling] = {"及时": _in_time, "来三次": _twice, "迟到": _late, "丢失": _never, "先于应答": _early}


def _hidden(session: Session, stimulus: Contract) -> None:
    """Our answer is lost after the booking; the first query finds no record, as at a host that is behind, the next ones find it. With many
    that find none the peer may send again: what was booked is then answered as known, or refused."""
    for hiding in HIDINGS:
        session.begin()
        route = prepare(session, stimulus)
        if route is None:
            return
        session.faults = [FAULTS["close_unanswered"]]
        session.manner = replace(session.manner, hiding=hiding)
        done = cause(session, stimulus, route.request)
        session.faults = []
        if not done:
            return
        give_time(session)
        observe(session)
