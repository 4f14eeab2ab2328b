"""#686: more goes out than was set aside."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 686
TITLE = "拨付不看余额"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-64",)
behave = forgetting("appropriate", "balance")
