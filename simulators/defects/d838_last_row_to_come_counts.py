"""#838: the row that came last counts, whatever its time says."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 838
TITLE = "最后到的一行说了算，不看操作时间，将来的时间也收"
FAMILY = "account_base"
ROLE = "bank"
FINDS = ("ACCT-61", "ACCT-61A", "ACCT-64")
skip = frozenset({"ACCT-64"})
def behave(name: str, honest: Any) -> Any:
    """An insert or an update, with nothing compared."""
    return partial(honest, counts=lambda row, known: True) if name == "load_base" else honest
