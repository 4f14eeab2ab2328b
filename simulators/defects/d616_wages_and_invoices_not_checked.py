"""#616: the wages and the sum of the invoices are not looked at."""

from __future__ import annotations

NUMBER = 616
TITLE = "工资多于申请金额、发票合计不足也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-28", "INV-25A",)
skip = frozenset({"INV-28", "INV-25A"})
