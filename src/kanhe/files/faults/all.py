"""Every fault of a file, registered by being imported here, and those that fit a contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanhe.files.faults import (  # noqa: F401
    byte_order_mark,
    changed_again,
    cut_short,
    extra_column,
    name_of_another_day,
    name_with_hyphens,
    no_trailer,
    not_renamed,
    other_charset,
    other_line_end,
    repeated_row,
    same_again,
    shifted_row,
    without_flag,
    wrong_digest,
    wrong_total,
)
from kanhe.files.faults.fault import BETWEEN, FAULTS, Draft, Fault, Spoiled
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

__all__ = ["FAULTS", "Fitting", "fitting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A fault at a place of a contract. name: by which it is asked for, `wrong_total.amount`; promise: the one that it breaks."""

    fault: Fault
    contract: FileContract
    part: str = ""

    @property
    def name(self) -> str:
        """The fault's name, with the part where there are several."""
        return BETWEEN.join(word for word in (self.fault.name, self.part) if word)

    @property
    def promise(self) -> str:
        """The declared rule's id, else the built-in one."""
        return self.fault.promise(self.contract, self.part)

    def spoil(self, right: Sheet, other: Sheet) -> Spoiled | None:
        """What is handed over; None where these sheets do not allow it."""
        return self.fault.spoil(Draft(contract=self.contract, right=right, other=other, part=self.part))


def fitting(contract: FileContract) -> Iterator[Fitting]:
    """Every fault that fits the contract: first those that come before the right file."""
    for fault in sorted(FAULTS.values(), key=lambda f: f.after):
        yield from (Fitting(fault=fault, contract=contract, part=part) for part in fault.parts(contract))
