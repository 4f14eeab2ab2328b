"""#844: an account that was closed in the new year is no longer known."""

from __future__ import annotations

from simulators.defects.confirming import answering
from simulators.government_confirm import FOREVER, there

NUMBER = 844
TITLE = "今年销户的账户当作去年年末就没有"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-52", "GFR-51A", "GFR-51B")
behave = answering(accounts=lambda held, day: there(held, day) and held.until == FOREVER)
