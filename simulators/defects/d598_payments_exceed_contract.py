"""#598: an application is not held against the contract."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 598
TITLE = "支付比例 × 累计计量超过合同金额照收，累计也不核对"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-23", "INV-21", "INV-21A",)
behave = forgetting("pay", "ceiling", "cumulative")
