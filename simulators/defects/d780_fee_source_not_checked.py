"""#780: instalments, terms and the buyer are believed."""

from __future__ import annotations

NUMBER = 780
TITLE = "费源照收：合计、期次、期限、首付、缴款码重复和基本信息都不核对"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-21", "LAND-21A", "LAND-21B", "LAND-21C", "LAND-24D", "LAND-26E")
skip = frozenset({"LAND-21", "LAND-21A", "LAND-21B", "LAND-21C", "LAND-24D", "LAND-26E"})
