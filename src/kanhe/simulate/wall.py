"""The only place in the simulators that looks at the real clock; everything else asks the simulator's own clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache


def wall_clock() -> str:
    """The present moment in Shanghai, yyyyMMddHHmmss."""
    return _moment(int(time.time()))


@lru_cache(maxsize=4)
def _moment(second: int) -> str:
    return (datetime.fromtimestamp(second, UTC) + timedelta(hours=8)).strftime("%Y%m%d%H%M%S")
