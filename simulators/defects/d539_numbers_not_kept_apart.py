"""#539: numbers of batches and of single wages are not kept apart."""

from __future__ import annotations

NUMBER = 539
TITLE = "首发和重发的批次号不分开"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-33E", "PERS-43K")
skip = frozenset({"PERS-33E", "PERS-43K"})
