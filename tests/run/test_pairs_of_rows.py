"""A rule's example may change the second row; a message with one row is left alone, and an outer field is no row."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path

import pytest

from kanhe.books.books import Books
from kanhe.cases.deviate import Deviation, deviate, of_pairs, said
from kanhe.cases.fill import Pen
from kanhe.cases.memory import Memory
from kanhe.cases.style import Style
from kanhe.contract.draw import Draw
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.document import Document
from kanhe.model.formula import Scene
from kanhe.run.scenarios.forms import _lacks

REQUEST = {"stYear": "2026", "list": {"Row": [{"Id": "1"}]}}


@pytest.mark.parametrize(("path", "lacking"), [("list.Row.0.Id", False), ("list.Row.1.Id", True), ("stYear", False), ("list.New", False)])
def test_only_a_row_that_is_not_there_is_lacking(path: str, lacking: bool) -> None:
    """Fields that are new are made, rows are not."""
    assert lacking is _lacks(REQUEST, Deviation(path=path, node="9", note="", sort="pair"))


def test_a_sum_that_a_pair_has_wrong_on_purpose_stays_wrong() -> None:
    """The sender's sums are worked out anew after each change, so that the total would be wrong, too; as it is said, it breaks one promise."""
    catalogue = load(Path(__file__).parents[2] / "contracts")
    contract = catalogue.contracts["wage_payment.pay"]
    changes = dict(of_pairs(contract))["PERS-31"]
    pen = Pen(contract=contract, books=Books(), memory=Memory(), draw=Draw(1), now="20260601093000", parameters=catalogue.parameters, style=Style())

    def broken(change: Callable[[Document, Deviation], Document]) -> set[str]:
        request = reduce(change, changes, contract.specimen_request)
        scene = Scene(request=request, now="20260601093000", parameters=catalogue.parameters, books=Books())
        return {a.promise for a in breaches(contract, scene)}

    assert {"PERS-31"} != broken(lambda request, change: deviate(pen, request, change))
    assert {"PERS-31"} == broken(said)
