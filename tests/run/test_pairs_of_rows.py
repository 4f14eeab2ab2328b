"""A rule's example may change the second row; a message with one row is left alone, and an outer field is no row."""

from __future__ import annotations

import pytest

from kanhe.cases.deviate import Deviation
from kanhe.run.scenarios.forms import _lacks

REQUEST = {"stYear": "2026", "list": {"Row": [{"Id": "1"}]}}


@pytest.mark.parametrize(("path", "lacking"), [("list.Row.0.Id", False), ("list.Row.1.Id", True), ("stYear", False), ("list.New", False)])
def test_only_a_row_that_is_not_there_is_lacking(path: str, lacking: bool) -> None:
    """Fields that are new are made, rows are not."""
    assert lacking is _lacks(REQUEST, Deviation(path=path, node="9", note="", sort="pair"))
