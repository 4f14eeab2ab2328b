"""#849: a letter about any year is answered, and an account may stand twice in it."""

from __future__ import annotations

from simulators.defects.confirming import answering

NUMBER = 849
TITLE = "别的年度也答，用的还是上一年的余额；一个账户列两行也答"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-50Y", "GFR-50D")
behave = answering(any_year=True)
skip = frozenset({"GFR-50D"})
