"""#871: the working day of an answer is the day of the commission."""

from __future__ import annotations

from simulators.asked import text_of
from simulators.defects.filing import told

NUMBER = 871
TITLE = "应答的工作日期照抄委托日期"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-03W",)
behave = told("take_pack", lambda values, world, command: {**values, "work_date": text_of(command, "entrust_date")})
