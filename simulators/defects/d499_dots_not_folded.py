"""#499: the many middle dots are different signs."""

from __future__ import annotations

from simulators.defects.naming import without

NUMBER = 499
TITLE = "间隔号 · • ・ 当作不同的字"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-52",)
behave = without("dots")
