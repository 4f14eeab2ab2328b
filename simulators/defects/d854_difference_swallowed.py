"""#854: each side of a pair is set off by its own amount, and the difference is never seen."""

from __future__ import annotations

from simulators.defects.confirming import offsetting

NUMBER = 854
TITLE = "两边不一致的往来各按各的数抵销，差额没人知道"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-42", "GFR-43", "GFR-41")
behave = offsetting(matching=lambda pairs: ((key, pair.debit, pair.credit) for key, pair in pairs.items()))
