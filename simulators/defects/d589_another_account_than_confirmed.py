"""#589: the account is not compared with the sheet that confirms it."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 589
TITLE = "确认单是有的，账号和确认单不符也改"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-14B",)
behave = forgetting("payee", "account")
