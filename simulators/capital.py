"""The finance office's library of state capital: its behaviours by the names that the contracts use.

Written from the interface document (1.4), not from the contracts' effects: it is the second opinion.
"""

from __future__ import annotations

from simulators.capital_budget import approve_budget, book_approved, budget, budget_state, inject, return_paid
from simulators.capital_income import confirm, declare, enterprise_filed, review, start, withdraw_declaration
from simulators.capital_notices import declaration, notice, pay_income
from simulators.treasury_income import close_treasury_day, receipts_known, take_income, take_stock

__all__ = [
    "approve_budget", "book_approved", "budget", "budget_state", "close_treasury_day", "confirm", "declaration", "declare",
    "enterprise_filed", "inject", "notice", "pay_income", "receipts_known", "return_paid", "review", "start", "take_income", "take_stock",
    "withdraw_declaration",
]
