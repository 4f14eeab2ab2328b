"""#814: counts, sums, currencies and amounts are not looked at."""

from __future__ import annotations

NUMBER = 814
TITLE = "总笔数、总金额、币种、金额大于零都不核对"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-02", "CN-02A", "CN-04A", "CN-04B")
skip = frozenset(FINDS)
