"""#812: a payment or batch that comes again is cleared again."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 812
TITLE = "没有应答、原标识号重发的业务又办了一次，换了内容也办"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-07", "CN-07P", "CN-02Q")
behave = forgetting("take_business", "again")
