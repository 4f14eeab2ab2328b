"""Solving preconditions: which messages must come first so that a goal can be reached.

Nothing is deduced from formulas. Sequences are *imagined* on forked books, with the answers that the books themselves give,
until the goal holds; the real run then repeats them step by step. Bounded in the number of imagined messages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kanhe.books.answer import answer
from kanhe.books.effects import apply
from kanhe.cases.breaking import breaking
from kanhe.cases.fill import fill, order_of, plainest
from kanhe.cases.sorting import Sorted
from kanhe.cases.style import Style
from kanhe.cases.table import Route, Stand, Table
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass

ROLLOUTS = 12
LONGEST = 6
DEEPEST = 3
RESTARTS = 16

Goal = Callable[[Document, Sorted], bool]
Arrive = Callable[[Stand], Route | None]


def success(_: Document, found: Sorted) -> bool:
    """The goal that an operation simply succeeds."""
    return found.fine


def direct(table: Table, contract: Contract, stand: Stand, goal: Goal = success) -> Route | None:
    """A request that reaches the goal without anything before it."""
    table.left -= 1
    if table.left < 0:
        return None
    seen: list[Document] = []
    same: set[Style] = set()  # would fill once more what was filled
    numbers = table.draw.counter
    first = last = numbers.given
    for style in order_of(contract).styles:
        pen = table.pen(contract, stand, style)
        told = plainest(pen) if style.anchor else style
        if told in same:
            continue
        drawn, numbers.given = table.draw.drawn, first  # one of them is sent at the most: with the same numbers, equal styles show
        request = fill(pen)
        last = numbers.given = max(last, numbers.given)
        if table.draw.drawn == drawn:  # what chance had a part in may come otherwise
            same.add(told)
        if request in seen:
            continue
        seen.append(request)
        found = table.sort(contract, request, stand.books)
        if goal(request, found):
            return Route(request=request, sorted=found)
    return None


def reach(table: Table, contract: Contract, stand: Stand, goal: Goal = success) -> Route | None:
    """A route on which the operation reaches the goal, the shortest that the search comes across; None = none found."""
    return _travel(table, contract, stand, lambda here: direct(table, contract, here, goal), set(), (contract.id,))


def reach_breaking(table: Table, contract: Contract, stand: Stand, promise: str) -> Route | None:
    """A route to a request that breaks exactly this state promise."""
    rule = next((r for r in contract.rules if r.id == promise and r.holds is not None), None)
    kinds = set(rule.holds.reads) if rule is not None and rule.holds is not None else reads(contract)

    def arrive(here: Stand) -> Route | None:
        return breaking(table, contract, here, promise)

    return _along(table, contract, stand, arrive) or _travel(table, contract, stand, arrive, kinds, ())


def reach_granting(table: Table, contract: Contract, stand: Stand, request: Document, promise: str) -> Route | None:
    """A route on which this very request, which the state promise speaks against here, is granted."""
    rule = next((r for r in contract.rules if r.id == promise and r.holds is not None), None)
    kinds = set(rule.holds.reads) if rule is not None and rule.holds is not None else reads(contract)

    def arrive(here: Stand) -> Route | None:
        table.left -= 1
        found = table.sort(contract, request, here.books)
        return Route(request=request, sorted=found) if found.fine and table.left >= 0 else None

    return _climb(table, contract, stand, arrive, kinds, 0, (contract.id,))


def _along(table: Table, contract: Contract, stand: Stand, arrive: Arrive) -> Route | None:
    """The way on which the operation succeeded before, tried at every step, and once more behind its end: on it everything but one
    promise is soon right, and behind it what was right may be so no longer."""
    known = table.ways.get(contract.id)
    if known is None or arrive(stand) is not None:
        return None  # what needs no way, the search finds at once
    here = stand
    for done, step in enumerate((*known, contract), 1):
        here = imagine(table, step, here) or here
        found = arrive(here)
        if found is not None:
            return _shortened(table, stand, replace(found, before=(*known, contract)[:done]), arrive)
    return None


def _travel(
    table: Table, contract: Contract, stand: Stand, arrive: Arrive, kinds: set[str], stack: tuple[str, ...]
) -> Route | None:
    found = (_climb(table, contract, stand, arrive, kinds, 0, stack) or _climb(table, contract, stand, arrive, kinds, DEEPEST, stack)
             or _climb_otherwise(table, contract, stand, arrive, kinds, stack) or _wander(table, contract, stand, arrive))
    return _shortened(table, stand, found, arrive) if found is not None else None


def _climb_otherwise(
    table: Table, contract: Contract, stand: Stand, arrive: Arrive, kinds: set[str], stack: tuple[str, ...]
) -> Route | None:
    """Climb again with the operations in other orders: in full books the first that helps may lead away from the goal."""
    declared = table.operations
    try:
        for _ in range(RESTARTS):
            if table.left <= 0:
                return None
            table.operations = sorted(declared, key=lambda _: table.draw.integer(0, 1 << 20))
            found = _climb(table, contract, stand, arrive, kinds, DEEPEST, stack)
            if found is not None:
                return found
        return None
    finally:
        table.operations = declared


def _shortened(table: Table, stand: Stand, found: Route, arrive: Arrive) -> Route:
    """Leave out every step without which the goal is reached as well."""
    index = 0
    while index < len(found.before):
        way = found.before[:index] + found.before[index + 1 :]
        here = stand
        for step in way:
            here = imagine(table, step, here) or here
        shorter = arrive(here)
        if shorter is None:
            index += 1
        else:
            found = replace(shorter, before=way)
    return found


def _climb(
    table: Table, contract: Contract, stand: Stand, arrive: Arrive, kinds: set[str], depth: int, stack: tuple[str, ...]
) -> Route | None:
    """Go on with the least used operation that touches what stands in the way, making each possible first where needed.

    depth: how far that may lead; with 0 only what is possible at once is done.
    """
    here, way, used = stand, list[Contract](), dict[str, int]()
    for _ in range(LONGEST + 2):
        found = arrive(here)
        if found is not None:
            return replace(found, before=tuple(way))
        if table.left <= 0:
            return None
        wanted = kinds | _in_the_way(table, contract, here)
        chosen = sorted((o for o in table.operations if o.id not in stack and touches(table, o) & wanted),
                        key=lambda o: used.get(o.id, 0))
        step = next((s for o in chosen if (s := _enable(table, o, here, depth, stack)) is not None), None)
        if step is None:
            return None
        here, done = step
        way += done
        used[done[-1].id] = used.get(done[-1].id, 0) + 1
        if len(way) > 2 * LONGEST:
            return None
    return None


def _enable(table: Table, operation: Contract, stand: Stand, depth: int, stack: tuple[str, ...]) -> tuple[Stand, list[Contract]] | None:
    """The stand after the operation, and what was done for it; None where it cannot be made to succeed."""
    after = imagine(table, operation, stand)
    if after is not None:
        return after, [operation]
    known = table.ways.get(operation.id)
    if known and not {c.id for c in known} & set(stack):  # a way over the goal itself would start behind it
        after = _walk(table, (*known, operation), stand)
        if after is not None:
            return after, [*known, operation]
    if depth <= 0:
        return None
    route = _climb(table, operation, stand, lambda here: direct(table, operation, here), set(), depth - 1, (*stack, operation.id))
    if route is None:
        return None
    after = _walk(table, (*route.before, operation), stand)
    return (after, [*route.before, operation]) if after is not None else None


def _walk(table: Table, way: Sequence[Contract], stand: Stand) -> Stand | None:
    """The stand at the end of a way; earlier steps may fail, the last may not."""
    here = stand
    for earlier in way[:-1]:
        here = imagine(table, earlier, here) or here
    return imagine(table, way[-1], here)


def _in_the_way(table: Table, contract: Contract, stand: Stand) -> set[str]:
    """Kinds of things that the promise looks at which refuses the plainest request."""
    found = table.sort(contract, fill(table.pen(contract, stand, Style())), stand.books)
    names = {found.breach, found.refused_by, *found.row_breaches.values()}
    kinds = {k for r in contract.rules if r.id in names and r.holds is not None for k in r.holds.reads}
    return kinds or reads(contract)


def touches(table: Table, operation: Contract) -> set[str]:
    """Kinds of things that the operation changes, itself or by what it causes."""
    return {e.kind for c in (operation, *_caused(table, operation)) for e in c.effects}


def _wander(table: Table, contract: Contract, stand: Stand, arrive: Arrive) -> Route | None:
    """Random short walks, for goals that the climb does not see."""
    helpers = helpful(table, contract)
    for rollout in range(ROLLOUTS if helpers else 0):
        here, way = stand, list[Contract]()
        for _ in range(1 + min(LONGEST - 1, rollout // 4 + 1)):
            operation = table.draw.choose(helpers)
            after = imagine(table, operation, here)
            if after is None:
                continue
            here = after
            way.append(operation)
            found = arrive(here)
            if found is not None:
                return replace(found, before=tuple(way))
    return None


def helpful(table: Table, contract: Contract) -> list[Contract]:
    """Operations whose effects change a kind of thing that the goal's promises look at, nearest first."""
    kinds = set(reads(contract))
    chosen: list[Contract] = []
    grown = True
    while grown:
        grown = False
        for operation in table.operations:
            touched = {e.kind for c in (operation, *_caused(table, operation)) for e in c.effects}
            if operation not in chosen and touched & kinds:
                chosen.append(operation)
                kinds |= reads(operation)
                grown = True
    return chosen


def reads(contract: Contract) -> set[str]:
    """Kinds of things that its promises look at, that it changes, or that its reply shows."""
    found = {k for r in contract.rules if r.holds is not None for k in r.holds.reads}
    found |= {e.kind for e in contract.effects if e.verb != "open"}
    found |= {k for o in contract.observes for f in (o.value, o.rows) if f is not None for k in f.reads}
    return found


def _caused(table: Table, operation: Contract) -> list[Contract]:
    return [table.inbound[code] for code in operation.causes if code in table.inbound]


def imagine(table: Table, operation: Contract, stand: Stand) -> Stand | None:
    """The stand after the operation succeeded at an honest peer; None where it cannot succeed here. Each is worked out once."""
    key = (operation.id, id(stand.books), id(stand.memory))
    if key not in table.imagined:
        table.imagined[key] = stand, _imagined(table, operation, stand)
    return table.imagined[key][1]


def _imagined(table: Table, operation: Contract, stand: Stand) -> Stand | None:
    route = direct(table, operation, stand)
    if route is None:
        return None
    table.left += 1  # going on is not looking around
    if operation.kind == "stimulus":
        scene = Scene(request=route.request, books=stand.books, now=table.now, parameters=table.parameters)
        books, _ = apply(operation, stand.books, scene)
        here = Stand(books=books, memory=stand.memory.add(operation, route.request, None))
        for caused in _caused(table, operation):
            here = _imagine_inbound(table, caused, here) or here
        return here
    return _answered(table, operation, route.request, stand)


def granted(table: Table, operation: Contract, request: Document, stand: Stand) -> Stand | None:
    """The stand after an honest peer was sent this request; None where it does not grant it."""
    return _answered(table, operation, request, stand) if table.sort(operation, request, stand.books).fine else None


def _imagine_inbound(table: Table, contract: Contract, stand: Stand) -> Stand | None:
    route = direct(table, contract, stand)
    return _answered(table, contract, route.request, stand) if route is not None else None


def _answered(table: Table, contract: Contract, request: Document, stand: Stand) -> Stand | None:
    told = answer(contract, stand.books, request, draw=table.draw, now=table.now, parameters=table.parameters)
    if told.seen is not ReplyClass.SUCCESS:
        return None
    return Stand(books=told.books, memory=stand.memory.add(contract, request, told.reply))
