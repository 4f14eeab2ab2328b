"""#500: a space in the name makes it another one."""

from __future__ import annotations

from simulators.defects.naming import without

NUMBER = 500
TITLE = "户名里的空格（包括全角空格）也要一样才算相符"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-52",)
behave = without("spaces")
