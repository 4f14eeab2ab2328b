"""#850: assets go through a double on their way out."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.investing import telling

NUMBER = 850
TITLE = "合并资产用双精度算，末位差一分，与净资产对不上"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-61", "GFR-61B")
behave = telling("merge_consolidate", lambda values: {"merged_assets": Decimal(f"{float(str(values['merged_assets'])):.2f}")})
