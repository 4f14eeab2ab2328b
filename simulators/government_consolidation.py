"""The finance office that sets off what units owe one another and consolidates (1.7 G4, G6; GFR-41 … GFR-43, GFR-61 … GFR-63).

What was told is kept as it was told, by unit and by pair; sums are made anew, in whole fen, whenever they are asked for, so that
neither the order nor the batches in which things came can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from immutables import Map

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, Said, fen_of, refuse, text_of
from simulators.ledger import yuan
from simulators.world import World

ITEMS = ("assets", "liabilities", "income", "expense")
CLASS_OF = {"assets": "1", "liabilities": "2", "income": "4", "expense": "5"}
DEBIT_CLASSES = ("1", "5")
ANY = ("ACCEPTED", "CONSOLIDATED", "LOCKED")
Figures = tuple[int, ...]
"""Fen of each of ITEMS."""
Key = tuple[str, str, str, str]
"""Unit on the debit side, unit on the credit side, and the account of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two units have on one another, each in its own books (fen)."""

    debit: int
    credit: int

    @property
    def agrees(self) -> bool:
        """Whether both have the same."""
        return self.debit == self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """A consolidation: the units of its scope, the figures and pairs that came so far."""

    units: tuple[str, ...]
    state: str = "ACCEPTED"
    figures: Map[str, Figures] = field(default_factory=Map)
    pairs: Map[Key, Pair] = field(default_factory=Map)

    def missing(self) -> list[str]:
        """The units that have told nothing."""
        return [unit for unit in self.units if unit not in self.figures]


Adding = Callable[[Iterable[int]], int]
Matching = Callable[[Mapping[Key, Pair]], Iterable[tuple[Key, int, int]]]
PairOf = Callable[[Mapping[str, Value]], tuple[Key, Pair]]


def pair_of(row: Mapping[str, Value]) -> tuple[Key, Pair]:
    """A line as a pair, the debit side first, whichever of the two was written first."""
    sides = [(text_of(row, "pair_account"), text_of(row, "pair_agency"), fen_of(row, "pair_amount")),
             (text_of(row, "pair_other_account"), text_of(row, "pair_other"), fen_of(row, "pair_other_amount"))]
    debit, credit = sorted(sides, key=lambda side: side[0][:1] not in DEBIT_CLASSES)
    return (debit[1], credit[1], debit[0], credit[0]), Pair(debit=debit[2], credit=credit[2])


def agreed(pairs: Mapping[Key, Pair]) -> Iterable[tuple[Key, int, int]]:
    """What is set off: the pairs on which both units agree, with what goes off either side."""
    return ((key, pair.debit, pair.credit) for key, pair in pairs.items() if pair.agrees)


def _asked(world: World, command: Command, *, states: Collection[str]) -> Merger | Step:
    """The consolidation that a command names, if it is in one of these states."""
    found: Merger | None = world.find("merger", text_of(command, "merge_task"))
    if found is None:
        return refuse(world, "没有这个合并任务", code=NOT_FOUND)
    return found if found.state in states else refuse(world, "已合并或已锁定")


def _kept(world: World, command: Command, merger: Merger) -> World:
    return world.put("merger", text_of(command, "merge_task"), record=merger)


def _figures(said: Said) -> Figures:
    return tuple(fen_of(said, f"unit_{item}") for item in ITEMS)


def merge_opens(world: World, command: Command) -> Step:
    """The office says which units belong together; it knows the first one's figures, and what that one gave to the second."""
    units = tuple(text_of(command, name) for name in ("merge_first", "merge_second", "merge_third"))
    if world.find("merger", text_of(command, "merge_task")) is not None or len(set(units)) < len(units):
        return refuse(world, "任务编号用过，或单位重复")
    aid = fen_of(command, "unit_aid")
    return Step(world=_kept(world, command, Merger(
        units=units, figures=Map({units[0]: _figures(command)}),
        pairs=Map({(units[0], units[1], "5501", "4201"): Pair(debit=aid, credit=aid)}))))


def merge_locks(world: World, command: Command) -> Step:
    """The municipal summary is settled, and nothing changes from now on."""
    known: Merger | None = world.find("merger", text_of(command, "merge_task"))
    if known is None or known.state != "CONSOLIDATED":
        return refuse(world, "还没有合并")
    return Step(world=_kept(world, command, replace(known, state="LOCKED")))


def merge_collect(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A batch of units' figures; what a unit tells later counts. without: what a defect forgets (also `before`: earlier batches)."""
    known = _asked(world, command, states=ANY if "locked" in without else ("ACCEPTED",))
    if isinstance(known, Step):
        return known
    new = {text_of(row, "merge_unit"): _figures(row) for row in command.rows}
    if not new.keys() <= set(known.units) and "scope" not in without:
        return refuse(world, "单位不在合并范围内")
    after = replace(known, figures=Map() if "before" in without else known.figures)
    after = replace(after, figures=after.figures.update(new))
    return Step(world=_kept(world, command, after), values={
        "merge_task": text_of(command, "merge_task"), "merged_units": len(after.figures), "missing_units": len(after.missing())})


def merge_offset(world: World, command: Command, *, without: Collection[str] = (), reading: PairOf = pair_of,
                 matching: Matching = agreed) -> Step:
    """What units have on one another. without: checks that a defect forgets; reading: a line as a pair; matching: what is set off."""
    known = _asked(world, command, states=ANY if "locked" in without else ("ACCEPTED",))
    if isinstance(known, Step):
        return known
    new = dict(reading(row) for row in command.rows)
    if not {unit for key in new for unit in key[:2]} <= set(known.units) and "scope" not in without:
        return refuse(world, "单位不在合并范围内")
    after = replace(known, pairs=known.pairs.update(new))
    off = list(matching(after.pairs))
    settled = {key for key, _, _ in off}
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"pair_mark": "-".join(key), "pair_difference": yuan(pair.debit - pair.credit)}
        for key, pair in after.pairs.items() if key not in settled)
    return Step(world=_kept(world, command, after), rows=rows, values={
        "merge_task": text_of(command, "merge_task"), "offset_debit": yuan(sum(debit for _, debit, _ in off)),
        "offset_credit": yuan(sum(credit for _, _, credit in off))})


def merged(merger: Merger, *, adding: Adding, matching: Matching, classes: Collection[str]) -> dict[str, int]:
    """Each item: what the units have, less what is set off (fen)."""
    off = dict.fromkeys(ITEMS, 0)
    for key, debit, credit in matching(merger.pairs):
        for account, amount in ((key[2], debit), (key[3], credit)):
            for item in ITEMS:
                off[item] += amount if account.startswith(CLASS_OF[item]) and CLASS_OF[item] in classes else 0
    return {item: adding(figures[place] for figures in merger.figures.values()) - off[item] for place, item in enumerate(ITEMS)}


def merge_consolidate(world: World, command: Command, *, without: Collection[str] = (), adding: Adding = sum, matching: Matching = agreed,
                      classes: Collection[str] = ("1", "2", "4", "5")) -> Step:
    """All units together, without what they have on one another. without: checks that a defect forgets; adding: how sums are made;
    matching: what is set off; classes: of which accounts."""
    known = _asked(world, command, states=("ACCEPTED", "CONSOLIDATED"))
    if isinstance(known, Step):
        return known
    if known.missing() and "missing" not in without:
        return refuse(world, f"还有 {len(known.missing())} 家单位没有报")
    if not all(pair.agrees for pair in known.pairs.values()) and "differences" not in without:
        return refuse(world, "内部往来还有差异")
    found = merged(known, adding=adding, matching=matching, classes=classes)
    return Step(world=_kept(world, command, replace(known, state="CONSOLIDATED")), values={
        "merge_task": text_of(command, "merge_task"), **{f"merged_{item}": yuan(amount) for item, amount in found.items()},
        "merged_net": yuan(found["assets"] - found["liabilities"]), "merged_surplus": yuan(found["income"] - found["expense"])})


def merge_result(world: World, command: Command) -> Step:
    """How far it has got, and who is missing."""
    known: Merger | None = world.find("merger", text_of(command, "merge_task"))
    if known is None:
        return refuse(world, "没有这个合并任务", code=NOT_FOUND)
    return Step(world=world, rows=tuple({"merge_unit": unit} for unit in known.missing()), values={
        "merge_task": text_of(command, "merge_task"), "merge_state": known.state})
