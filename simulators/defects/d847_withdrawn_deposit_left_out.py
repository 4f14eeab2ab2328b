"""#847: a time deposit that was withdrawn in the new year is left out."""

from __future__ import annotations

from simulators.defects.confirming import answering
from simulators.government_confirm import FOREVER, there

NUMBER = 847
TITLE = "今年支取的定期存款不算进年末合计"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-53",)
behave = answering(deposits=lambda held, day: there(held, day) and held.until == FOREVER)
