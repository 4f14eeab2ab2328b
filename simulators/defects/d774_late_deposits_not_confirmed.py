"""#774: what is deposited in the last days of the year is not yet known to the desk that answers the letters of year's end."""

from __future__ import annotations

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 774
TITLE = "年末最后三天存入的，询证时还没有"
FAMILY = "time_deposit"
ROLE = "bank"
LINKAGE = "linkage.deposit"
FINDS = ("DEP-60",)


def _early(tell: Tell) -> tuple[Tell, ...]:
    return () if str(tell.values["held_from"])[4:] >= "1229" else (tell,)


tells = about("bank_confirm.deposits", _early)
