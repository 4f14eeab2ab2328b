"""#569: an agency of another department is approved for."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 569
TITLE = "别的主管部门的单位也核定"
FAMILY = "establishment"
ROLE = "bureau"
FINDS = ("PERS-23A",)


def behave(name: str, honest: Any) -> Any:
    """Without "belongs"."""
    return partial(honest, without=frozenset({"belongs"})) if name == "approve_posts" else honest
