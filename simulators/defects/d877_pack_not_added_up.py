"""#877: counts, sums and numbers in a pack are not looked at."""

from __future__ import annotations

NUMBER = 877
TITLE = "总笔数、总金额、明细之和、流水号都不核对"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-02", "TIPS-02A", "TIPS-02B", "TIPS-02R", "TIPS-02S", "TIPS-01T")
skip = frozenset(FINDS)
