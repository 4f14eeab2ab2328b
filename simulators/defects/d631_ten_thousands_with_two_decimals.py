"""#631: in units of ten thousand yuan an amount keeps two decimals."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.capital import Row, telling
from simulators.ledger import fen, yuan

NUMBER = 631
TITLE = "万元数只留两位小数，换回来差到五十元"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-05W",)


def rounded(kept: Row) -> Row:
    """To a hundredth of ten thousand yuan, half up."""
    return {"capital_payable_wan": yuan((fen(Decimal(str(kept["capital_payable_wan"]))) + 5_000) // 10_000 * 10_000)}


behave = telling("declaration", lambda _, kept: rounded(kept))
