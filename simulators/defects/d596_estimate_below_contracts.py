"""#596: an estimate is set below what the contracts come to."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 596
TITLE = "概算调到合同合计以下照收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-12B",)
behave = forgetting("project_change", "contracted")
