"""#502: one sign may be another."""

from __future__ import annotations

from simulators.account_names import folded
from simulators.defects.naming import comparing

NUMBER = 502
TITLE = "差一个字也算相符：按相似度九成判断"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-52B",)
def _near(left: str, right: str) -> bool:
    one, other = folded(left), folded(right)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


behave = comparing(_near)
