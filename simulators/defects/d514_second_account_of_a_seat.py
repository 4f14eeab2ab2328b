"""#514: a second active account of an agency and a fund is taken on."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 514
TITLE = "同一单位同一资金性质又来一个账户，原来的没有停用也装入"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-32B",)
behave = forgetting("load_register", "seat")
