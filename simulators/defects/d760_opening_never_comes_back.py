"""#760: an account that a bank has opened and reported stays approved, and not opened, at the office that approved it."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 760
TITLE = "开户备案收下了，审批系统的账户还停在已批复"
FAMILY = "account_filing"
ROLE = "finance"
LINKAGE = "linkage.account"
FINDS = ("ACCT-61",)

tells = about("account_approval.bank_reports", never)
