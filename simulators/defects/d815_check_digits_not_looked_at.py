"""#815: the check digits of members and banks are not looked at."""

from __future__ import annotations

NUMBER = 815
TITLE = "行号的校验码不核对"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-03H", "CN-03B", "CN-03C")
skip = frozenset(FINDS)
