"""Two small lists as files, their reconciliation, and an opinion of the classes that knows no SQL."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from kanhe.model.file import Matching
from kanhe.model.reconcile import Match, Reconciliation, Side
from kanhe.reconcile.carry import Carry
from kanhe.reconcile.run import Outcome, reconcile

MATCHING = Matching(key=("key",), amount="fen", serial="serial", date="day", status="state")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list."""

    key: str
    fen: int
    serial: str = ""
    day: str = "20260105"
    state: str = ""


def side(name: str, **changes: object) -> Side:
    """A list in fen with a header."""
    return Side(**{"name": name, "title": name, "unit": "fen", "matching": MATCHING, **changes})  # type: ignore[arg-type]


PLAN = Reconciliation(id="toy", title="对账", sides=(side("ours"), side("theirs")))


def written(path: Path, lines: Sequence[Line], charset: str = "UTF-8") -> Path:
    """A list as CSV."""
    rows = [",".join((x.key, x.serial, str(x.fen), x.day, x.state)) for x in lines]
    path.write_bytes("".join(f"{r}\n" for r in ["key,serial,fen,day,state", *rows]).encode(charset))
    return path


def compared(folder: Path, ours: Sequence[Line], theirs: Sequence[Line], *, day: str = "20260105", before: Carry | None = None) -> Outcome:
    """The outcome for two lists."""
    return reconcile(PLAN, {}, {"ours": [written(folder / "ours.csv", ours)], "theirs": [written(folder / "theirs.csv", theirs)]},
                     day=day, before=before)


def counts(outcome: Outcome, pair: int = 0) -> dict[Match, tuple[int, ...]]:
    """class -> (keys, rows and fen of either side), without the empty ones."""
    found = {m: (t.keys, t.left_rows, t.right_rows, t.left_fen, t.right_fen) for m, t in outcome.pairs[pair].tallies.items()}
    return {m: numbers for m, numbers in found.items() if any(numbers)}


def told(outcome: Outcome, pair: int = 0) -> list[tuple[Match, str]]:
    """(class, key) of every difference."""
    return [(d.match, d.key) for d in outcome.pairs[pair].listed]


def opinion(ours: Sequence[Line], theirs: Sequence[Line]) -> dict[Match, tuple[int, ...]]:
    """The classes once more, with dicts and loops."""
    groups = tuple(_grouped(lines) for lines in (ours, theirs))
    found: dict[Match, list[int]] = defaultdict(lambda: [0] * 5)
    pairs = [(groups[0].get(key), groups[1].get(key)) for key in groups[0].keys() | groups[1].keys()]
    for a, b in _met_by_serial(pairs):
        numbers = found[_class(a, b)]
        for place, value in enumerate((1, len(a or ()), len(b or ()), sum(x.fen for x in a or ()), sum(x.fen for x in b or ()))):
            numbers[place] += value
    return {m: tuple(n) for m, n in found.items() if any(n)}


Group = list[Line]


def _grouped(lines: Sequence[Line]) -> dict[str, Group]:
    groups: dict[str, Group] = defaultdict(list)
    for line in lines:
        groups[line.key].append(line)
    return groups


def _twice(group: Group | None) -> bool:
    return group is not None and abs(sum(1 if x.fen >= 0 else -1 for x in group)) > 1


def _gone(group: Group) -> bool:
    return sum(1 if x.fen >= 0 else -1 for x in group) == 0 and sum(x.fen for x in group) == 0


def _class(a: Group | None, b: Group | None) -> Match:
    if _twice(a) or _twice(b):
        return Match.TWICE
    if a is None or b is None:
        alone = a or b
        assert alone is not None
        return Match.EQUAL if _gone(alone) else Match.OURS if b is None else Match.THEIRS
    if sum(x.fen for x in a) != sum(x.fen for x in b):
        return Match.AMOUNT
    states, days = [max(x.state for x in g) for g in (a, b)], [max(x.day for x in g) for g in (a, b)]
    if all(states) and states[0] != states[1]:
        return Match.STATUS
    return Match.CROSSED if all(days) and days[0] != days[1] else Match.EQUAL


def _met_by_serial(pairs: list[tuple[Group | None, Group | None]]) -> list[tuple[Group | None, Group | None]]:
    left, right = (defaultdict(list) for _ in range(2))
    for a, b in pairs:
        match = _class(a, b)
        if match is Match.OURS and a and min(x.serial for x in a):
            left[min(x.serial for x in a)].append(a)
        if match is Match.THEIRS and b and min(x.serial for x in b):
            right[min(x.serial for x in b)].append(b)
    met = [(left[s][0], right[s][0]) for s in left if len(left[s]) == 1 and len(right.get(s, [])) == 1]
    gone = {id(g) for both in met for g in both}
    return [p for p in pairs if not any(id(g) in gone for g in p if g is not None)] + met


KEYS = [f"K{n}" for n in range(24)]
# Long lists with few keys: one run of the engine then meets many cases at once.
LINES = st.lists(st.builds(
    Line, st.sampled_from(KEYS), st.sampled_from([0, 1, 100, 100, -100, 250, 10**16 + 1, -1]),
    st.sampled_from(["", *(f"s{n}" for n in range(12))]), st.sampled_from(["20260105", "20260106", ""]), st.sampled_from(["", "1", "2"])),
    max_size=60)


def many(count: int, seed: int = 1) -> list[Line]:
    """Rows with keys of their own."""
    chance = random.Random(seed)
    return [Line(f"K{n:06d}", chance.randint(1, 10**12), f"S{n}") for n in range(count)]
