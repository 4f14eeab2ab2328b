"""#842: a difference of less than a yuan is taken for none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.reporting import listing
from simulators.ledger import yuan

NUMBER = 842
TITLE = "差额不到一元的当作相符，差额写 0"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-51A", "GFR-51B", "GFR-51C")


def smoothed(row: Mapping[str, Value]) -> Mapping[str, Value]:
    """A row as it is told."""
    small = row["confirm_verdict"] == "DIFFERS" and abs(Decimal(str(row["confirm_difference"]))) < 1
    return {**row, "confirm_verdict": "AGREED", "confirm_difference": yuan(0)} if small else row


behave = listing("confirm_letter", lambda rows: tuple(smoothed(row) for row in rows))
