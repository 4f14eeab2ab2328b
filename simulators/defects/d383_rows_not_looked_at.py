"""#383: single rows and the date are not looked at."""

from __future__ import annotations

NUMBER = 383
TITLE = "不核对逐行金额和凭证日期"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-32C", "LAND-32D", "LAND-32E", "LAND-37E")
skip = frozenset({"LAND-32C", "LAND-32D", "LAND-32E", "LAND-37E"})
