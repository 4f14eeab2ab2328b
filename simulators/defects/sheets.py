"""Sheets of files, for defects of whoever writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kanhe.files.sheet import Sheet
from kanhe.model.file import Cells, FileContract
from kanhe.model.formula import Value


def with_rows(sheet: Sheet, change: Callable[[dict[str, Any]], Cells]) -> Sheet:
    """The sheet with every row changed; each is handed over as a fresh dict."""
    return replace(sheet, rows=[change(dict(row)) for row in sheet.rows])


def saying(contract: FileContract, sheet: Sheet, **totals: Value) -> Sheet:
    """The sheet whose header and trailer say these totals, by name, whatever the rows give."""
    parts: dict[str, dict[str, Value]] = {"header": dict(sheet.header), "trailer": dict(sheet.trailer)}
    for total in contract.totals:
        for path in total.into if total.name in totals else ():
            part, _, name = path.partition(".")
            parts[part][name] = totals[total.name]
    return replace(sheet, header=parts["header"], trailer=parts["trailer"])
