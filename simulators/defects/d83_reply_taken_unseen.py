"""Land side: whatever comes first on the line is the answer; the echoed serial is not looked at."""

from __future__ import annotations

NUMBER = 83
TITLE = "不核对应答里的流水号，把上一笔的应答当作这一笔的"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("land_margin.G00001:accepts", "LAND-06D")

skip = frozenset({"echo"})
