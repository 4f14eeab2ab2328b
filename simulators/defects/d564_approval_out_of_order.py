"""#564: an approval may be dated back, and replace another one under its number."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 564
TITLE = "后到的核定不看文号和生效日期：倒填的、同号改内容的都收"
FAMILY = "establishment"
ROLE = "bureau"
FINDS = ("PERS-21", "PERS-21I")


def behave(name: str, honest: Any) -> Any:
    """Without "later", "number"."""
    return partial(honest, without=frozenset({"later", "number"})) if name == "approve_posts" else honest
