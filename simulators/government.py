"""The other side of government financial reports, an office or a bank: its behaviours by the names that the contracts use.

Written from the interface document (1.7), not from the contracts' effects: it is the second opinion.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators import government_chart, government_confirm
from simulators.government_chart import accounts
from simulators.government_confirm import confirm_letter, fixed_drawn, fixed_opens, held_closes, held_opens
from simulators.government_consolidation import merge_collect, merge_consolidate, merge_locks, merge_offset, merge_opens, merge_result
from simulators.government_ledger import balances, close, open_set, red, voucher
from simulators.government_reports import report, report_accepted, report_returned, submit, task_opens
from simulators.world import World

__all__ = [
    "accounts", "balances", "close", "confirm_letter", "fixed_drawn", "fixed_opens", "held_closes", "held_opens", "merge_collect",
    "merge_consolidate", "merge_locks", "merge_offset", "merge_opens", "merge_result", "open_set", "red", "report", "report_accepted",
    "report_returned", "start", "submit", "task_opens", "voucher",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh party that knows the chart of accounts, the bank accounts and the deposits of the seeds."""
    return government_confirm.started(government_chart.learned(World(role=role), seeds), seeds)
