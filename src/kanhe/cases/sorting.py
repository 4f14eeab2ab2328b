"""Telling what an honest peer does with a request: asks the data promises first, then the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kanhe.books.books import Books
from kanhe.books.predict import Expectation, expect
from kanhe.contract.promises import Asked, breaches
from kanhe.model.contract import Contract
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """breach: the one data promise that the request breaks, '' = none, '*' = several; where: at which place, where that tells one breach
    of the promise from another. row_breaches: per batch row.
    expectation: what the books expect, where they were asked; books and now: which, and at what moment."""

    breach: str = ""
    says: str = ""
    where: str = ""
    row_breaches: Mapping[int, str] = field(default_factory=dict)
    expectation: Expectation | None = None
    books: Books | None = None
    now: str = ""

    @property
    def fine(self) -> bool:
        """Whether success, for the first time and for every row, is the one right answer."""
        wanted = self.expectation
        return not self.breach and not self.row_breaches and wanted is not None and wanted.success and not wanted.rejected

    @property
    def open(self) -> bool:
        """Whether success, for the first time and for every row, is one of the right answers."""
        wanted = self.expectation
        return (not self.breach and not self.row_breaches and wanted is not None and wanted.earlier is None
                and ReplyClass.SUCCESS in wanted.classes and not wanted.rejected)

    @property
    def refused_by(self) -> str:
        """The state promise that speaks against the request, '' where none does."""
        if self.breach or self.expectation is None or self.expectation.earlier is not None:
            return ""
        if self.expectation.promise:
            return self.expectation.promise
        return next(iter(self.expectation.rejected.values()), "")


def sort(
    contract: Contract, request: Any, books: Books, *, now: str, parameters: Mapping[str, Any], ask: Asked | None = None
) -> Sorted:
    """What the promises and the books say about the request."""
    scene = Scene(request=request, books=books, now=now, parameters=parameters)
    found = breaches(contract, scene, ask)
    whole = dict.fromkeys(a.promise for a in found if a.row < 0)
    if whole:
        first = next(a for a in found if a.row < 0)
        return Sorted(breach=first.promise if len(whole) == 1 else "*", says=first.says)
    rows: dict[int, str] = {}
    for answer in found:
        rows.setdefault(answer.row, answer.promise)
    return Sorted(row_breaches=rows, expectation=expect(contract, books, scene, broken=rows), books=books, now=now)
