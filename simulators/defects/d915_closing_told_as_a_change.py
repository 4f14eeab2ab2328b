"""#915: every decision about an account that is there goes on as one to change it."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 915
TITLE = "撤销批复按变更传给备案系统，账户撤不掉"
FAMILY = "account_approval"
ROLE = "bureau"
LINKAGE = "linkage.account"
FINDS = ("ACCT-93",)


def _as_a_change(tell: Tell) -> tuple[Tell, ...]:
    values = {"change_decision" if name == "revoke_decision" else name: value for name, value in tell.values.items()}
    return (replace(tell, event="account_filing.decide_change", values={**values, "account_name": ""}),)


tells = about("account_filing.decide_revoke", _as_a_change)
