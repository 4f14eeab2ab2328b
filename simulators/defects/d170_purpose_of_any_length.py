"""#170: texts are taken in whatever length they have."""

from __future__ import annotations

NUMBER = 170
TITLE = "附言超过 60 个 GBK 字节照收"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CFRT02:form",)
skip = frozenset({""})  # what has no rule of its own
