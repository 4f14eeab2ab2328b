"""#614: an earlier application is withdrawn: what was measured after it no longer adds up."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 614
TITLE = "不是最后一次申请也能撤回，累计断了"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-29L",)
behave = forgetting("withdraw", "last")
