"""Several files of one contract: put in order, checked one after another, and looked at for missing members of the series."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO

from kanhe.files.checking import check
from kanhe.files.findings import MOST_LISTED, FileReport, Findings, Violation, built_in
from kanhe.files.naming import cell, parts_of
from kanhe.files.register import Register
from kanhe.model.file import FileContract
from kanhe.model.formula import Shelf

BLOCK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that is there. open: its bytes from the start, seekable; at: when it came, '' where nobody knows."""

    name: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The reports in the order of the series, each with its file; what is missing, and what was fetched before it was whole."""

    reports: Sequence[FileReport]
    files: Sequence[Arrived] = ()
    missing: Sequence[Violation] = ()

    @property
    def kept(self) -> bool:
        """Whether every file keeps its contract and none is missing."""
        return not self.missing and all(r.kept for r in self.reports)


def check_all(
    contract: FileContract, files: Sequence[Arrived], *, parameters: Mapping[str, Any] | None = None,
    register: Register | None = None, members: Collection[str] = (), days: Collection[str] = (), most: int = MOST_LISTED,
    books: Shelf | None = None,
) -> Batch:
    """Check files in the order of their series (of their arrival, where they are alike). members and days: which files there should be,
    by the series' `by` and `order`; without them nothing is missed. books: see `check`."""
    register = register if register is not None else Register()
    reports, ordered = [], sorted(files, key=lambda f: _order(contract, f.name))
    for file in ordered:
        with file.open() as stream:
            reports.append(check(contract, file.name, stream, parameters=parameters, register=register, now=file.at, most=most,
                                 books=books))
    return Batch(reports=reports, files=ordered, missing=[*_missing(contract, reports, members, days), *_half_written(contract, files)])


def _half_written(contract: FileContract, files: Sequence[Arrived]) -> Iterator[Violation]:
    """Under one name first the beginning of a file, then the whole of it: it was visible while it was written."""
    if not contract.arrival.rule:
        return
    findings, seen = Findings(contract), dict[str, Arrived]()
    for file in files:
        former = seen.setdefault(file.name, file)
        if former is not file and _begins(former, file):
            findings.add(contract.arrival.rule, f"{file.name} 先取到的只是后来那一份的开头", right="写完才以正式的名字出现",
                         hint="先写成临时名再改名，或写完后另放标志文件")
    yield from findings.listed


def _begins(former: Arrived, later: Arrived) -> bool:
    """Whether the later file goes on where the former one ends."""
    with former.open() as first, later.open() as second:
        while block := first.read(BLOCK):
            if second.read(len(block)) != block:
                return False
        return bool(second.read(1))


def _order(contract: FileContract, name: str) -> str:
    parts = {"name": parts_of(contract, name)[0]}
    return str(cell(parts, contract.series.order) or "") if contract.series.order else ""


def _missing(contract: FileContract, reports: Sequence[FileReport], members: Collection[str], days: Collection[str]) -> Iterator[Violation]:
    by, order = contract.series.by, contract.series.order
    there = {(str(cell(r.parts, by)) if by else "", str(cell(r.parts, order)) if order else "") for r in reports}
    rule = built_in(contract, "complete", contract.series.complete)
    findings = Findings(contract)
    right = "每月一份，没有业务的月份也有" if contract.series.every == "month" else "每天一份，没有业务的日子也有"
    for day in filter(contract.series.due_on, sorted(days)) if order else [""]:
        for member in sorted(members) if by and members else [""]:
            seen = (member, day) in there if by and members else any(d == day for _, d in there)
            if not seen:
                findings.add(rule, f"没有 {' '.join(p for p in (member, day) if p)} 的文件", right=right,
                             hint="没有文件不等于没有业务：催送，不要按零处理")
    yield from findings.listed
