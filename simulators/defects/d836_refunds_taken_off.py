"""#836: what has been paid has refunds taken off, and sums are kept with two decimals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 836
TITLE = "退款从累计支付里减；开工以来累计只存两位小数，再逐月累加"
FAMILY = "investment_progress"
ROLE = "unit"
FINDS = ("INV-51A", "INV-51")
HUNDREDTH = Decimal(100)  # yuan


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Most of what was paid comes back in every second month; the sums since the beginning are cut."""
    refunded = int(str(sheet.name["date"])[4:6]) % 2 == 1
    told = with_rows(sheet, lambda row: {
        **row, "paid": (row["paid"] / 5).quantize(Decimal("0.01")) if refunded else row["paid"],
        "total": row["total"] // HUNDREDTH * HUNDREDTH})
    total = sum((row["total"] for row in told.rows), Decimal(0))  # type: ignore[type-var]
    return replace(told, trailer={**told.trailer, "totalShown": total})
