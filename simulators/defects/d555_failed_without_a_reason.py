"""#555: a wage fails, and nobody says why."""

from __future__ import annotations

from simulators.defects.wages import telling

NUMBER = 555
TITLE = "失败、退票不写原因"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-41F",)
behave = telling(lambda values, rows: (values, tuple({**row, "message": ""} for row in rows)))
