"""#464: a full withdrawal of another amount is granted."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 464
TITLE = "金额不等于余额的全部支取照办，余下的留在已销的证实书上"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-36",)
behave = forgetting("withdraw", "whole")
