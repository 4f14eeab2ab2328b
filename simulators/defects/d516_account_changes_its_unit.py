"""#516: an account goes over to another agency."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 516
TITLE = "列入过清册的账户改归别的单位或资金性质也装入"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-32C",)
behave = forgetting("load_register", "owner")
