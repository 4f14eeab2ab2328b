"""#830: repairs are paid beyond what was withheld."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 830
TITLE = "维修扣款超过现金余额也扣，差额由财政垫付；同一单号换了内容也答成功"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-43C", "INV-40G")
behave = forgetting("claim", "cash", "number")
