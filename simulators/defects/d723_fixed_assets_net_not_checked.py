"""#723: what fixed assets are worth is believed."""

from __future__ import annotations

NUMBER = 723
TITLE = "固定资产净值不核对，折旧超过原值也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-06", "GFR-06A")
skip = frozenset({"GFR-06", "GFR-06A"})
