"""Comparing what a reply shows with what the books hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.books.books import PLACE, Books, to_fen
from kanhe.books.nameless import is_nameless
from kanhe.contract.wholes import frozen, unlike
from kanhe.model.contract import Contract, Observation
from kanhe.model.document import MISSING, get
from kanhe.model.formula import Absent, Formula, Scene, Value
from kanhe.model.words import ReplyClass

Reader = Callable[[str, object], Value]
"""(reply path with [], node) -> typed value; raises ValueError-like BadLeaf handled by the caller's layout check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One observation that was possible. `wrong` is '' when reply and books agree."""

    observation: Observation
    where: str
    wrong: str = ""
    expected: str = ""
    actual: str = ""


def sights(contract: Contract, books: Books, scene: Scene, seen: ReplyClass, read: Reader) -> Iterator[Sight]:
    """Every observation of the contract that this reply allows in these books (after the message's own effects)."""
    here = scene.at(books=books)
    for observation in contract.observes:
        if seen not in observation.when or _spoilt(observation, books):
            continue
        try:
            found = _rows(observation, here, read) if observation.rows else _scalar(observation, here, read)
        except Absent:
            continue  # the books do not know, or the request did not ask
        if found is not None:
            yield found


def _spoilt(observation: Observation, books: Books) -> bool:
    """Whether the observation counts over all things of a kind of which one is in doubt."""
    formula = observation.rows or observation.value
    if not books.doubtful or formula is None or "things(" not in formula.text:
        return False
    return bool({kind for kind, _ in books.doubtful} & formula.reads)


def learn(contract: Contract, books: Books, scene: Scene, seen: ReplyClass, read: Reader) -> Books:
    """Books with balances filled in that nobody had seen before and this reply shows."""
    for observation in contract.observes:
        if seen not in observation.when or observation.value is None or not observation.value.text.startswith("balance("):
            continue
        node = get(scene.reply, observation.path)
        try:
            observation.value(replace(scene, books=books))
        except Absent as absent:
            mark, _, rest = absent.path.partition(":")
            kind, _, key_text = rest.partition(":")
            key = tuple(key_text.split("|"))
            if mark != "balance" or node is MISSING:
                continue
            thing = books.need(kind, key)
            try:
                books = books.keep(kind, key, replace(thing, balance_fen=to_fen(read(observation.path, node))))
            except (ArithmeticError, ValueError):
                continue
    return books


def _scalar(observation: Observation, scene: Scene, read: Reader) -> Sight | None:
    assert observation.value is not None
    expected = observation.value(scene)
    if is_nameless(expected):
        return None
    node = get(scene.reply, observation.path)
    if node is MISSING:
        return Sight(observation=observation, where=observation.path, wrong="应答没有给出", expected=show(expected),
                     actual="（缺）")
    actual = read(observation.path, node)
    if same(actual, expected):
        return Sight(observation=observation, where=observation.path)
    return Sight(observation=observation, where=observation.path, wrong="与账不符", expected=show(expected),
                 actual=show(actual))


def _rows(observation: Observation, scene: Scene, read: Reader) -> Sight | None:
    assert observation.rows is not None
    path = observation.path.removesuffix("[]")
    expected = _book_rows(observation, scene)
    node = get(scene.reply, path)
    shown = [] if node is MISSING or node is None else node if isinstance(node, list) else [node]
    actual = [
        tuple(None if (leaf := get(row, col)) is MISSING else read(f"{path}[].{col}", leaf) for col in observation.columns)
        for row in shown
    ]
    expected_plain, actual_plain = [_plain(r) for r in expected], [_plain(r) for r in actual]
    if _alike(expected_plain, actual_plain, ordered=observation.ordered):
        return Sight(observation=observation, where=path)
    wrong, want, got = _difference(observation, expected_plain, actual_plain)
    return Sight(observation=observation, where=path, wrong=wrong, expected=want, actual=got)


class _Unknown:
    """A cell of an entry of which not all is known yet: whatever is shown may be right."""

    def __eq__(self, _: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


UNKNOWN = _Unknown()


def _alike(expected: list[Any], actual: list[Any], *, ordered: bool) -> bool:
    if expected == actual:
        return True
    if ordered or len(expected) != len(actual):
        return False
    left, open_ = Counter(actual), list[Any]()
    for row in expected:
        if any(cell is UNKNOWN for cell in row):
            open_.append(row)
        elif left[row] <= 0:
            return False
        else:
            left[row] -= 1
    for row in open_:
        found = next((shown for shown, count in left.items() if count > 0 and row == shown), None)
        if found is None:
            return False
        left[found] -= 1
    return True


def _book_rows(observation: Observation, scene: Scene) -> list[tuple[Any, ...]]:
    assert observation.rows is not None
    found: Any = observation.rows(scene)
    return [
        tuple([_cell(column, here, open_=open_) for column in observation.columns.values()])
        for here, open_ in ((scene.at(row=row, index=i), isinstance(row, Mapping) and PLACE in row) for i, row in enumerate(found))
    ]


def _cell(column: Formula, scene: Scene, *, open_: bool) -> Any:
    scene.steps = 0  # each cell may cost as much as any other formula
    try:
        value = column(scene)
    except Absent:
        return UNKNOWN if open_ else None
    return UNKNOWN if is_nameless(value) else value


def _difference(observation: Observation, expected: list[Any], actual: list[Any]) -> tuple[str, str, str]:
    """(what is wrong in Chinese, expected, actual), told by the key column."""
    lacking, extra = Counter(expected) - Counter(actual), Counter(actual) - Counter(expected)
    lacking_keys, extra_keys = {r[0] for r in lacking}, {r[0] for r in extra}
    names = list(observation.columns)
    for key in sorted(lacking_keys & extra_keys, key=str):
        want = next(r for r in lacking if r[0] == key)
        got = next(r for r in extra if r[0] == key)
        column = next((i for i in range(len(names)) if want[i] != got[i]), 0)
        if want != got:
            name, left, right = next(unlike(want[column], got[column]), ("", want[column], got[column]))
            place = f"{names[column]}.{name}" if name else names[column]
            return f"{names[0]}={key} 的 {place} 与账不符", show(left), show(right)
    if lacking:
        return "少列了账上有的行", f"{len(expected)} 行，含 {show_row(next(iter(lacking)))}", f"{len(actual)} 行"
    if extra:
        return "多列了账上没有的行（或重复列示）", f"{len(expected)} 行", f"{len(actual)} 行，含 {show_row(next(iter(extra)))}"
    return "行的次序与账不符", show_row(expected[0]), show_row(actual[0])


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Decimals compare by value, so 1.0 and 1.00 are one; None and '' are both 'nothing there'."""
    return tuple(v.normalize() if isinstance(v, Decimal) else v if v is UNKNOWN else None if v == "" else frozen(v) for v in row)


def same(actual: object, expected: object) -> bool:
    """Whether two typed values are equal; numbers by value, whatever their type."""
    numbers = (int, Decimal)
    if isinstance(actual, numbers) and isinstance(expected, numbers) and not isinstance(actual, bool):
        return Decimal(actual) == Decimal(expected)
    if isinstance(actual, dict) and isinstance(expected, dict):
        return bool(frozen(actual) == frozen(expected))
    return actual == expected or (actual in (None, "") and expected in (None, ""))


def show(value: object) -> str:
    """A value as a person reads it; money with its two decimals."""
    if value is None or value is UNKNOWN:
        return "（缺）" if value is None else "（未知）"
    if isinstance(value, Decimal):
        text = format(value, "f")
        whole, dot, cents = text.partition(".")
        return f"{whole}.{cents.ljust(2, '0')}" if dot and len(cents) < 2 else text
    return str(value)


def show_row(row: tuple[Any, ...]) -> str:
    """A row as a person reads it."""
    return "(" + ", ".join(show(v) for v in row) + ")"
