"""#873: a pack that comes again is done again."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 873
TITLE = "没有应答、原号重发的一包又办了一次"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-01", "TIPS-01R", "TIPS-02Q")
behave = forgetting("take_pack", "again")
