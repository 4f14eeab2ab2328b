"""What is wrong with somebody's books after a file: which rows are there that should not be, or not there that should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanhe.files.entries import Entries, Entry
from kanhe.model.file import FileContract
from kanhe.run.consignment import Handed

MOST_NAMED = 3
TAKEN_WRONGLY, MISSING, TWICE, OTHER_AMOUNT, MORE = "收了不该收的一份", "该入账的没有入账", "入账两次", "金额不同", "账上多出没有送过的行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """says: the headline; told: which rows, with amounts; keys: of the rows that are named."""

    says: str
    told: str
    keys: frozenset[tuple[str, ...]]


def compared(contract: FileContract, wanted: Entries, now: Entries, one: Handed) -> Wrong | None:
    """None where the books show what they must. one: the file that was handed over last."""
    more, less = now - wanted, wanted - now
    if not more and not less:
        return None
    says = _headline(more, less, wanted, one)
    rows = list(_rows(contract, more, less, wanted))
    told = "；".join(text for text, _ in rows[:MOST_NAMED]) + (f"；共 {len(rows)} 处" if len(rows) > MOST_NAMED else "")
    return Wrong(says=says, told=f"{one.name}：{told}", keys=frozenset(entry[:-1] for _, entry in rows[:MOST_NAMED]))


def _headline(more: Entries, less: Entries, wanted: Entries, one: Handed) -> str:
    if one.spoiled is not None and (more & one.tells) - wanted:
        return TAKEN_WRONGLY
    if more and all(wanted[entry] for entry in more):
        return TWICE
    if {entry[:-1] for entry in more} & {entry[:-1] for entry in less}:
        return OTHER_AMOUNT
    return MORE if more else MISSING


def _rows(contract: FileContract, more: Entries, less: Entries, wanted: Entries) -> Iterator[tuple[str, Entry]]:
    names = contract.matching.key
    booked = {entry[:-1]: entry[-1] for entry in more}
    for entry in sorted(less):
        other = booked.get(entry[:-1])
        yield f"{_key(names, entry)} 应为 {entry[-1]}，{'账上没有' if other is None else f'账上是 {other}'}", entry
    lacking = {entry[:-1] for entry in less}
    for entry in sorted(more):
        if wanted[entry]:
            yield f"{_key(names, entry)} {entry[-1]} 入账 {wanted[entry] + more[entry]} 次，应为 {wanted[entry]} 次", entry
        elif entry[:-1] not in lacking:
            yield f"{_key(names, entry)} {entry[-1]} 不该入账", entry


def _key(names: tuple[str, ...], entry: Entry) -> str:
    return " ".join(f"{name} {text}" for name, text in zip(names, entry[:-1], strict=True))
