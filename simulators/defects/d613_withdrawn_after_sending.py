"""#613: an application is withdrawn although its vouchers are under way."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 613
TITLE = "凭证已发出、已撤回的申请也能撤回"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-29", "INV-29L",)
behave = forgetting("withdraw", "sent", "last")
