"""#872: numbers that have come round again are taken for the old pack."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 872
TITLE = "业务键没有日期，包流水号回绕以后当作旧的一包"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-01", "TIPS-01R", "tips.5101:accepts", "tips.1104:accepts")
behave = forgetting("take_pack", "day")
