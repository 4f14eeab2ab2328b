"""#874: a pack of another working day is done today."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 874
TITLE = "工作日期不是当前清算日期的包悄悄改成今天办"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-03D",)
behave = forgetting("take_pack", "date")
