"""#732: assets are kept in whole yuan."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.investing import telling

NUMBER = 732
TITLE = "资产合计按整元存放，查到的没有角分"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-10U",)
behave = telling("report", lambda values: {"assets_end": Decimal(str(values["assets_end"])).quantize(Decimal(1))})
