"""#501: a name that the other one begins with is taken for it."""

from __future__ import annotations

from simulators.account_names import folded
from simulators.defects.naming import comparing

NUMBER = 501
TITLE = "少写末尾的字也算相符：只比短的那个的长度"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-52B",)
def _begins(left: str, right: str) -> bool:
    return folded(right).startswith(folded(left))


behave = comparing(_begins)
