"""#839: a unit gets a second normal account, in one message or by two."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 839
TITLE = "单位已有正常的账户，又来一个也装入；一份里一个单位两行正常也收"
FAMILY = "account_base"
ROLE = "bank"
FINDS = ("ACCT-62", "ACCT-62B")
skip = frozenset({"ACCT-62B"})
behave = forgetting("load_base", "seat")
