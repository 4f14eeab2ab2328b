"""#437: deposits may exceed the award."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 437
TITLE = "各张之和超过中标金额照开"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-14",)
behave = forgetting("open_deposit", "award")
