"""#848: a difference of time deposits is told as none."""

from __future__ import annotations

from simulators.defects.investing import telling
from simulators.ledger import yuan

NUMBER = 848
TITLE = "定期存款的差额写 0，总结论只看账户"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-53A", "GFR-51C")
behave = telling("confirm_letter", lambda values: {"fixed_difference": yuan(0)})
