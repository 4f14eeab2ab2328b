"""#902: a payment that comes back is told to the payer, and is not in the statement."""

from __future__ import annotations

from simulators.defects.telling import telling

NUMBER = 902
TITLE = "退票告诉了付款人，日报里却没有"
FAMILY = "bank_direct"
ROLE = "bank"
LINKAGE = "linkage.direct"
FINDS = ("BD-62",)


behave = telling("return_payment", lambda *_: ())
