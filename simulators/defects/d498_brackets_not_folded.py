"""#498: full-width and half-width brackets are different signs."""

from __future__ import annotations

from simulators.defects.naming import without

NUMBER = 498
TITLE = "全角括号与半角括号当作不同的字"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-52",)
behave = without("brackets")
