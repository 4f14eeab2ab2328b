"""What one exchange leads to in one set of books: the worlds that are possible after it, each with what it says about promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kanhe.books.books import Accepted, Books
from kanhe.books.effects import apply
from kanhe.books.observe import Reader, learn, show, sights
from kanhe.books.outcome import code_of, tells_faults_apart
from kanhe.books.predict import UNGRANTED, Expectation, content_of, expect, key_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is certain about one exchange. seen: class of the reply; None where there is none or it is not declared.

    breach/breach_says/breach_where: the data promise that our own request breaks on purpose ('' = a proper request).
    row_breaches: the same per batch row. sent: whether the peer may have acted at all.
    """

    contract: Contract
    request: Any
    reply: Any = None
    seen: ReplyClass | None = None
    sent: bool = True
    breach: str = ""
    breach_says: str = ""
    breach_where: str = ""
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


def step(books: Books, fact: Fact, read: Reader) -> Iterator[World]:
    """The worlds that one exchange can lead to from these books."""
    if not fact.sent:
        yield World(books=books)
        return
    if fact.breach:
        yield _after_breach(books, fact)
        return
    foreseen = fact.foreseen if fact.foreseen is not None and fact.foreseen[0] is books else None
    expectation = foreseen[1] if foreseen else expect(fact.contract, books, fact.scene(books), broken=fact.row_breaches)
    if fact.seen in OPEN_CLASSES:
        yield from _unknown(books, fact, expectation, read)
    elif fact.seen not in expectation.classes:
        yield World(books=books, verdicts=(_wrong_class(fact, expectation),))
    elif fact.seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE):
        yield _granted(books, fact, expectation, read)
    else:
        in_code = _in_code(fact) if expectation.classes == UNGRANTED else ()
        yield World(books=books, verdicts=_kept_class(fact, expectation) + in_code + _shown(books, fact, read))


def _after_breach(books: Books, fact: Fact) -> World:
    granted = fact.seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.PROCESSING)
    outcome = Outcome.BROKEN if granted else Outcome.KEPT
    if fact.seen is None:
        return World(books=books)
    refused = Verdict(
        contract=fact.contract.id, promise=fact.breach, outcome=outcome,
        says=f"违反“{fact.breach_says}”的请求应予拒绝", expected="拒绝", actual=_told(fact), where=fact.breach_where)
    by_rule = any(rule.id == fact.breach for rule in fact.contract.rules)  # what cannot even be read may well be a fault to the peer
    return World(books=books, verdicts=(refused, *(_in_code(fact) if by_rule else ())))


def _in_code(fact: Fact) -> tuple[Verdict, ...]:
    """Whether a request that had to be refused was, by the code for that; where the code is that of a fault, this is noted: nothing was
    booked, but its sender is told to try again what will never be granted."""
    if fact.seen not in UNGRANTED or not tells_faults_apart(fact.contract.outcomes):
        return ()
    return (Verdict(
        contract=fact.contract.id, promise=f"{fact.contract.id}:refuses", says="违反约定的请求应予拒绝",
        outcome=Outcome.KEPT if fact.seen is ReplyClass.REFUSED else Outcome.NOTED, expected="拒绝", actual=_told(fact)),)


def _unknown(books: Books, fact: Fact, expectation: Expectation, read: Reader) -> Iterator[World]:
    """Nobody knows: the world in which nothing happened, the one in which it did, the one in which it is under way."""
    possible = ReplyClass.SUCCESS in expectation.classes and expectation.earlier is None
    rejected = frozenset(fact.row_breaches) | frozenset(expectation.rejected)
    postponed = fact.contract.postponable
    if postponed and fact.seen is ReplyClass.PROCESSING and possible:
        after = _booked(books, fact, rejected)
        yield World(books=after, verdicts=_kept_class(fact, expectation) + _shown(after, fact, read))
        return
    if expectation.earlier is not None and fact.seen is ReplyClass.PROCESSING and not expectation.changed:
        yield World(books=_completed(books, fact, expectation.earlier))
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
    accepted = fact.seen is ReplyClass.SUCCESS or (fact.seen is ReplyClass.PROCESSING and _never_at_once(fact.contract))
    promise = expectation.promise or (f"{fact.contract.id}:accepts" if accepted else "")
    if not promise:
        return ()
    kept = (promise, expectation.beside) if expectation.beside else (promise,)
    return tuple(Verdict(contract=fact.contract.id, promise=p, outcome=Outcome.KEPT, says=expectation.says) for p in kept)


def _never_at_once(contract: Contract) -> bool:
    """Whether success would do nothing that `processing` does not do: then that is all that accepting it can mean."""
    return contract.postponable and all(ReplyClass.PROCESSING in e.when for e in contract.effects)


def _wrong_class(fact: Fact, expectation: Expectation) -> Verdict:
    names = "或".join(CLASS_NAMES[c] for c in sorted(expectation.firm, key=list(ReplyClass).index))
    return Verdict(
        contract=fact.contract.id, promise=expectation.promise or f"{fact.contract.id}:accepts", outcome=Outcome.BROKEN,
        says=expectation.says or "合规的请求应被接受", expected=names, actual=_told(fact))


def _told(fact: Fact) -> str:
    code = code_of(fact.contract.outcomes, fact.reply) if fact.reply is not None else "无应答"
    name = CLASS_NAMES[fact.seen] if fact.seen else "未约定的应答码"
    return f"{name}（{code.strip()}）"
