"""Theory of operation: possible worlds.

A lost reply leaves two worlds, one in which the peer acted and one in which it did not; concurrent requests leave one world per
order. Every reply is judged in each world that is still possible; worlds that cannot explain it are dropped. The peer is at
fault only when no world is left: then the world with the fewest contradictions tells what is wrong, and everything that the
scenario touched is put in doubt, so that one defect is not told many times. What comes about at the peer by itself (`drift`) is
only looked at where an exchange cannot be explained without.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kanhe.books.books import Accepted, Books, Key, Thing
from kanhe.books.drift import Drift, TooMany
from kanhe.books.effects import apply
from kanhe.books.observe import Reader, learn, show, sights
from kanhe.books.outcome import code_of
from kanhe.books.predict import Expectation, content_of, expect, key_of
from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, get
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass

CLASS_NAMES = {
    ReplyClass.SUCCESS: "成功", ReplyClass.DUPLICATE: "重复", ReplyClass.REFUSED: "拒绝",
    ReplyClass.PROCESSING: "处理中", ReplyClass.UNKNOWN: "结果未知", ReplyClass.FAULT: "系统错误",
}
OPEN_CLASSES = (ReplyClass.UNKNOWN, ReplyClass.PROCESSING, None)
MOST_WORLDS = 64
STILL = Drift()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is certain about one exchange. seen: class of the reply; None where there is none or it is not declared.

    breach/breach_says: the data promise that our own request breaks on purpose ('' = a proper request).
    row_breaches: the same per batch row. sent: whether the peer may have acted at all.
    """

    contract: Contract
    request: Any
    reply: Any = None
    seen: ReplyClass | None = None
    sent: bool = True
    breach: str = ""
    breach_says: str = ""
    row_breaches: Mapping[int, str] = field(default_factory=dict)
    now: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    foreseen: tuple[Books, Expectation] | None = None  # what was expected of this request in these books at this moment, if it was asked

    def scene(self, books: Books) -> Scene:
        """The scene of this exchange in these books."""
        return Scene(request=self.request, reply=self.reply, books=books, now=self.now, parameters=self.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Books that are possible after the exchange, and what the exchange says about promises in them."""

    books: Books
    verdicts: tuple[Verdict, ...] = ()

    @property
    def broken(self) -> int:
        """How many promises this world sees broken."""
        return sum(v.outcome is Outcome.BROKEN for v in self.verdicts)

    @property
    def vague(self) -> bool:
        """Whether it can only say that the request should have been accepted, not by which promise."""
        return any(v.outcome is Outcome.BROKEN and v.promise == f"{v.contract}:accepts" for v in self.verdicts)


def settle(
    worlds: Sequence[Books], fact: Fact, read: Reader, drift: Drift = STILL
) -> tuple[tuple[Books, ...], tuple[Verdict, ...]]:
    """The worlds that are left after the exchange, and its verdicts (of the world that explains it best)."""
    return _judge([branch for books in worlds for branch in _branches(books, fact, read, drift)], worlds)


def _branches(books: Books, fact: Fact, read: Reader, drift: Drift) -> list[World]:
    """The worlds that the exchange leads to; where it cannot be, those after the fewest events that make it possible."""
    plain = list(step(books, fact, read))
    if not drift.events or any(not world.broken for world in plain):
        return plain
    try:
        for generation in drift.closure(books, fact.request, fact.reply):
            possible = [world for later in generation for world in step(later, fact, read) if not world.broken]
            if possible:
                return possible
    except TooMany:  # rather know nothing of what is under way than blame the peer
        return list(step(books.doubt(drift.unsure(books)), fact, read))
    return plain


def allowing(contract: Contract, scene: Scene, worlds: Sequence[Books], drift: Drift = STILL) -> tuple[Books, ...]:
    """The worlds in which the request of the scene is right to be granted, after the fewest events; all, where there is none."""
    def grants(books: Books) -> bool:
        found = expect(contract, books, scene)
        return bool(found.firm & {ReplyClass.SUCCESS, ReplyClass.DUPLICATE}) and not found.rejected

    found = tuple(books for books in worlds if grants(books))
    try:
        for generation in zip(*(drift.closure(b, scene.request) for b in worlds), strict=False) if drift.events and not found else ():
            found = tuple(books for later in generation for books in later if grants(books))
            if found:
                break
    except TooMany:
        return tuple(books.doubt(drift.unsure(books)) for books in worlds)
    return found or tuple(worlds)


def settle_together(
    worlds: Sequence[Books], facts: Sequence[Fact], read: Mapping[str, Reader], drift: Drift = STILL
) -> tuple[tuple[Books, ...], tuple[Verdict, ...]]:
    """The same for requests that were under way at once: some order of them must explain all replies."""
    ends: list[World] = []
    for books in worlds:
        for order in _orders(facts):
            ends.extend(_in_order(books, order, read, drift))
    return _judge(ends, worlds)


def step(books: Books, fact: Fact, read: Reader) -> Iterator[World]:
    """The worlds that one exchange can lead to from these books."""
    if not fact.sent:
        yield World(books=books)
        return
    if fact.breach:
        yield _after_breach(books, fact)
        return
    foreseen = fact.foreseen if fact.foreseen is not None and fact.foreseen[0] is books else None
    expectation = foreseen[1] if foreseen else expect(fact.contract, books, fact.scene(books))
    if fact.seen in OPEN_CLASSES:
        yield from _unknown(books, fact, expectation)
    elif fact.seen not in expectation.classes:
        yield World(books=books, verdicts=(_wrong_class(fact, expectation),))
    elif fact.seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE):
        yield _granted(books, fact, expectation, read)
    else:
        yield World(books=books, verdicts=_kept_class(fact, expectation) + _shown(books, fact, read))


def _judge(ends: Sequence[World], before: Sequence[Books]) -> tuple[tuple[Books, ...], tuple[Verdict, ...]]:
    possible = [world for world in ends if not world.broken]
    if possible:
        left = tuple(same.books for same in dict.fromkeys(_Same(world.books) for world in possible))
        if len(left) > MOST_WORLDS:  # to drop some might drop the true one: rather know nothing of what they differ in
            left = (left[0].doubt(frozenset(t for books in left for t in books.touched)),)
        return left, possible[0].verdicts
    best = min(ends, key=lambda world: (world.broken, world.vague))
    touched = best.books.touched | frozenset(t for books in before for t in books.touched)
    return (best.books.doubt(touched),), best.verdicts


def apart(worlds: Sequence[Books]) -> frozenset[tuple[str, Key]]:
    """The things that are not the same in all of the worlds."""
    first, *others = worlds
    if not others:
        return frozenset()
    touched = frozenset(t for books in worlds for t in books.touched)
    return frozenset(t for t in touched if any(_thing(books, t) != _thing(first, t) for books in others))


def _thing(books: Books, place: tuple[str, Key]) -> Thing | None:
    shelf = books.kinds.get(place[0])
    return shelf.get(place[1]) if shelf is not None else None


class _Same:
    """Books compared by what they hold; Map hashes are not worth it, so all share one bucket of identity size."""

    __slots__ = ("books",)

    def __init__(self, books: Books) -> None:
        self.books = books

    def __hash__(self) -> int:
        return len(self.books.accepted)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.books == other.books


def _after_breach(books: Books, fact: Fact) -> World:
    granted = fact.seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.PROCESSING)
    outcome = Outcome.BROKEN if granted else Outcome.KEPT
    if fact.seen is None:
        return World(books=books)
    return World(books=books, verdicts=(Verdict(
        contract=fact.contract.id, promise=fact.breach, outcome=outcome,
        says=f"违反“{fact.breach_says}”的请求应予拒绝", expected="拒绝", actual=_told(fact)),))


def _unknown(books: Books, fact: Fact, expectation: Expectation) -> Iterator[World]:
    """Nobody knows: the world in which nothing happened, the one in which it did, the one in which it is under way."""
    possible = ReplyClass.SUCCESS in expectation.classes and expectation.earlier is None
    rejected = frozenset(fact.row_breaches) | frozenset(expectation.rejected)
    postponed = fact.contract.postponable
    if postponed and fact.seen is ReplyClass.PROCESSING and possible:
        yield World(books=_booked(books, fact, rejected), verdicts=_kept_class(fact, expectation))
        return
    yield World(books=books)
    if not possible:
        return
    lost = replace(fact, reply=fact.reply if fact.seen is ReplyClass.PROCESSING else None, seen=ReplyClass.SUCCESS)
    yield World(books=_booked(books, lost, rejected))
    if postponed:
        yield World(books=_booked(books, replace(lost, seen=ReplyClass.PROCESSING), rejected))
    elif fact.seen is ReplyClass.PROCESSING:
        key = key_of(fact.contract, fact.request, fact.now)
        if key is not None:
            record = Accepted(content=content_of(fact.contract, fact.request), reply=fact.reply)
            yield World(books=books.accept(key, record))


def _granted(books: Books, fact: Fact, expectation: Expectation, read: Reader) -> World:
    verdicts = list(_kept_class(fact, expectation))
    earlier = expectation.earlier
    if earlier is None:
        rejected, told = _batch(fact, expectation)
        verdicts += told
        after = _booked(books, fact, rejected)
    else:
        verdicts += _repeats(fact, earlier)
        after = _completed(books, fact, earlier)
    if fact.seen is not None:
        after = learn(fact.contract, after, fact.scene(after), fact.seen, read)
    verdicts += _shown(after, fact, read, then=earlier.then if earlier is not None else None)
    return World(books=after, verdicts=tuple(verdicts))


def _booked(books: Books, fact: Fact, rejected: frozenset[int]) -> Books:
    key = key_of(fact.contract, fact.request, fact.now)
    after, late = apply(fact.contract, books, fact.scene(books), rejected=rejected, seen=fact.seen or ReplyClass.SUCCESS,
                        mark="|".join(key or ()))
    if key is None:
        return after
    content = content_of(fact.contract, fact.request)
    return after.accept(key, Accepted(content=content, reply=fact.reply, late=late, request=fact.request, then=after))


def _completed(books: Books, fact: Fact, earlier: Accepted) -> Books:
    """A repeated answer brings what a lost first answer would have brought."""
    if earlier.reply is not None:
        return books
    key = key_of(fact.contract, fact.request, fact.now)
    assert key is not None
    after, late = apply(fact.contract, books, fact.scene(books), only=earlier.late, mark="|".join(key))
    return after.accept(key, replace(earlier, reply=fact.reply, late=late))


def _repeats(fact: Fact, earlier: Accepted) -> Iterator[Verdict]:
    rule = fact.contract.idempotency
    if rule is None or earlier.reply is None:
        return
    promise = rule.rule or f"{fact.contract.id}:idempotent"
    for path in rule.repeats:
        first, now = get(earlier.reply, path), get(fact.reply, path)
        if first is MISSING:
            continue
        yield Verdict(
            contract=fact.contract.id, promise=promise, where=path,
            outcome=Outcome.KEPT if first == now else Outcome.BROKEN, says="重发得到的应答应与首次相同",
            expected=show(first), actual="（缺）" if now is MISSING else show(now))


def _batch(fact: Fact, expectation: Expectation) -> tuple[frozenset[int], list[Verdict]]:
    """Rows without effect, and verdicts on which rows were rejected."""
    batch = fact.contract.batch
    if batch is None:
        return frozenset(), []
    node = get(fact.reply, batch.rejected)
    listed = node if isinstance(node, list) else []
    told: set[int] = set()
    for row in listed:
        number = str(get(row, batch.index))
        if number.isascii() and number.isdigit():
            told.add(int(number) - batch.base)
    wanted = {**expectation.rejected, **fact.row_breaches}
    name, verdicts = fact.contract.id, []
    for index, rule in sorted(wanted.items()):
        good = index in told or index in expectation.doubtful
        verdicts.append(Verdict(
            contract=name, promise=rule, outcome=Outcome.KEPT if good else Outcome.BROKEN,
            where=f"{batch.rows}[{index}]", says=f"第 {index + batch.base} 行违反 {rule}，应列入拒绝清单",
            expected="拒绝该行", actual="拒绝该行" if good else "该行被接受"))
    promise = batch.rule or f"{name}:batch"
    extra = sorted(told - set(wanted) - expectation.doubtful)
    verdicts.append(Verdict(
        contract=name, promise=promise, outcome=Outcome.BROKEN if extra else Outcome.KEPT, where=batch.rejected,
        says="合规的行应被接受", expected="只拒绝违规的行", actual=f"另拒绝了第 {extra} 行" if extra else "只拒绝违规的行"))
    return frozenset(told), verdicts


def _shown(books: Books, fact: Fact, read: Reader, *, then: Books | None = None) -> tuple[Verdict, ...]:
    """Verdicts on what the reply shows. then: the books that a repeated answer may show instead of the present ones."""
    if fact.seen is None or fact.reply is None:
        return ()
    found = list(sights(fact.contract, books, fact.scene(books), fact.seen, read))
    if then is not None and any(sight.wrong for sight in found):
        former = {id(s.observation) for s in sights(fact.contract, then, fact.scene(then), fact.seen, read) if not s.wrong}
        found = [replace(sight, wrong="") if id(sight.observation) in former else sight for sight in found]
    return tuple(
        Verdict(
            contract=fact.contract.id, promise=sight.observation.rule or f"{fact.contract.id}:shows",
            outcome=Outcome.BROKEN if sight.wrong else Outcome.KEPT, where=sight.where,
            says=sight.wrong or "与账相符", expected=sight.expected, actual=sight.actual)
        for sight in found
    )


def _kept_class(fact: Fact, expectation: Expectation) -> tuple[Verdict, ...]:
    promise = expectation.promise or (f"{fact.contract.id}:accepts" if fact.seen is ReplyClass.SUCCESS else "")
    if not promise:
        return ()
    kept = (promise, expectation.beside) if expectation.beside else (promise,)
    return tuple(Verdict(contract=fact.contract.id, promise=p, outcome=Outcome.KEPT, says=expectation.says) for p in kept)


def _wrong_class(fact: Fact, expectation: Expectation) -> Verdict:
    names = "或".join(CLASS_NAMES[c] for c in sorted(expectation.firm, key=list(ReplyClass).index))
    return Verdict(
        contract=fact.contract.id, promise=expectation.promise or f"{fact.contract.id}:accepts", outcome=Outcome.BROKEN,
        says=expectation.says or "合规的请求应被接受", expected=names, actual=_told(fact))


def _told(fact: Fact) -> str:
    code = code_of(fact.contract.outcomes, fact.reply) if fact.reply is not None else "无应答"
    name = CLASS_NAMES[fact.seen] if fact.seen else "未约定的应答码"
    return f"{name}（{code.strip()}）"


def _orders(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """All orders that differ in more than the places of interchangeable facts; at most some thousands."""
    def walk(left: tuple[Fact, ...], way: tuple[Fact, ...]) -> Iterator[tuple[Fact, ...]]:
        if not left:
            yield way
        tried: list[tuple[Any, ...]] = []
        for i, fact in enumerate(left):
            mark = _mark(fact)
            if mark not in tried:
                tried.append(mark)
                yield from walk(left[:i] + left[i + 1 :], (*way, fact))
    yield from itertools.islice(walk(tuple(facts), ()), 5000)


def _mark(fact: Fact) -> tuple[Any, ...]:
    """What makes two facts interchangeable: the same business under the same key, with the same to see in the reply."""
    contract = fact.contract
    shown = {f.path.partition("[]")[0] for f in contract.reply if f.role not in ("serial", "time", "text", "signature")}
    return (contract.id, fact.seen, key_of(contract, fact.request, fact.now), content_of(contract, fact.request),
            [(path, get(fact.reply, path)) for path in sorted(shown)])


def _in_order(books: Books, order: Sequence[Fact], read: Mapping[str, Reader], drift: Drift) -> list[World]:
    fronts = [World(books=books)]
    for fact in order:
        nexts: list[World] = []
        for world in fronts:
            for branch in _branches(world.books, fact, read[fact.contract.id], drift):
                nexts.append(World(books=branch.books, verdicts=world.verdicts + branch.verdicts))
        clean = [world for world in nexts if not world.broken]
        fronts = clean or sorted(nexts, key=lambda w: w.broken)[:1]
    return fronts
