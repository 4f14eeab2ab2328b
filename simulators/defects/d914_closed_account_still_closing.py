"""#914: the office that approves never hears that a closing was filed."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 914
TITLE = "撤销备案收下，审批系统里一直是撤销中，名额不腾出来"
FAMILY = "account_filing"
ROLE = "finance"
LINKAGE = "linkage.account"
FINDS = ("ACCT-95",)

tells = about("account_approval.bank_files_close", never)
