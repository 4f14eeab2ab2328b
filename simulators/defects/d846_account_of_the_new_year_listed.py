"""#846: an account that was opened in the new year is listed, too."""

from __future__ import annotations

from simulators.defects.confirming import answering

NUMBER = 846
TITLE = "今年才开的账户也列进去年年末"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-52A", "GFR-51B")
behave = answering(accounts=lambda held, day: day < held.until)
