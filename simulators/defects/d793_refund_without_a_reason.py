"""#793: no reason, no amount, no day: all is taken."""

from __future__ import annotations

NUMBER = 793
TITLE = "退付原因不填也收，金额、日期不核对"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-52A", "LAND-51Z")
skip = frozenset({"land_refund.refund:form", "LAND-52A", "LAND-51Z"})
