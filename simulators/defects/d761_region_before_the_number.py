"""#761: the office that approves is told of a new account's number with the code of its region before it."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 761
TITLE = "备案系统传给审批系统的账号前面拼着开户行的地区代码"
FAMILY = "account_filing"
ROLE = "finance"
LINKAGE = "linkage.account"
FINDS = ("ACCT-61",)


def _longer(tell: Tell) -> tuple[Tell, ...]:
    return (replace(tell, values={**tell.values, "account": f"320600{tell.values['account']}"}),)


tells = about("account_approval.bank_reports", _longer)
