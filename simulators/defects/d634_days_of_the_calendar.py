"""#634: fifteen working days are counted as days of the calendar."""

from __future__ import annotations

from kanhe.contract.functions import add_days
from simulators.defects.capital import telling

NUMBER = 634
TITLE = "审核期限按自然日算"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-06A",)
behave = telling("declare", lambda command, _: {"review_by": add_days(command.now[:8], 15)})
