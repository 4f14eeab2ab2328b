"""#808: interest at maturity is counted by actual days."""

from __future__ import annotations

from typing import Any

from kanhe.contract.interest import interest_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows
from simulators.deposit_terms import DEMAND, day_of

NUMBER = 808
TITLE = "到期利息按实际天数除以 360，不按整月"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-42B",)


def by_days(row: dict[str, Any]) -> dict[str, Any]:
    """A row that matured, with the days of its term for the months."""
    done, due = row["doneDate"], row["maturityDate"]
    if not done or done < due:
        return row
    fen = row["drawn"] + row["moved"]
    term, late = (day_of(due) - day_of(row["valueDate"])).days, (day_of(done) - day_of(due)).days
    return {**row, "interest": interest_days(fen, row["rate"], term) + interest_days(fen, DEMAND, late)}


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """By days throughout."""
    return with_rows(sheet, by_days)
