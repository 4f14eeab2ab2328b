"""When a fault strikes: `FAULT[:OPERATION[:NTH]]`, counted per operation; the same seed gives the same strikes and bytes."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kanhe.errors import Position, Problem, UsageError
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.faults.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One fault at the nth request of an operation ('' = any operation, counted over all; nth 0 = every time)."""

    fault: Fault
    operation: str = ""
    nth: int = 1


def parse_strike(text: str, *, framed: bool) -> Strike:
    """`lose_reply:G00003:2`; raises UsageError with what would be right."""
    found = re.fullmatch(r"([a-z_]+)(?::([^:]*))?(?::([0-9]{1,6}|\*))?", text, re.ASCII)
    if found is None:
        raise _wrong(text, "写法不对", "故障[:操作[:第几次]]，例如 lose_reply:G00003:2，* 表示每次")
    name, operation, nth = found[1], found[2] or "", found[3] or "1"
    fault = FAULTS.get(name)
    if fault is None:
        near = difflib.get_close_matches(name, FAULTS, 1)
        raise _wrong(text, f"没有故障 {name}", "、".join(sorted(FAULTS)), f"是不是想写 {near[0]}？" if near else "")
    if fault.framed_only and not framed:
        raise _wrong(text, f"{name} 只用于带长度前缀的 TCP", "这一族走 HTTP", "换一个故障")
    return Strike(fault=fault, operation=operation, nth=0 if nth == "*" else int(nth))


def _wrong(text: str, found: str, right: str, hint: str = "") -> UsageError:
    return UsageError(Problem(Position("--fault"), f"{text}：{found}", right, hint))


class Schedule:
    """Counts requests and says which fault strikes. Not thread-safe: the proxy holds a lock."""

    def __init__(self, strikes: Iterable[Strike] = ()) -> None:
        self._strikes = list(strikes)
        self._seen: Counter[str] = Counter()

    def arm(self, fault: Fault, operation: str = "") -> None:
        """Let the fault strike the next request of the operation, once."""
        self._strikes.append(Strike(fault=fault, operation=operation, nth=self._seen[operation] + 1))

    def next(self, operation: str) -> Fault | None:
        """The fault for this request, if any; the first declared wins."""
        self._seen[operation] += 1
        if operation:
            self._seen[""] += 1
        return next((s.fault for s in self._strikes if s.operation in ("", operation) and s.nth in (0, self._seen[s.operation])), None)
