"""#618: a second receipt of a voucher is booked, too."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 618
TITLE = "回过的凭证再来一张回单，又入账一次"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-33R",)
behave = forgetting("receipt", "state")
