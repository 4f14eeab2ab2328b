"""The finance office's library of government investment projects: its behaviours by the names that the contracts use.

Written from the interface document (1.6), not from the contracts' effects: it is the second opinion.
"""

from __future__ import annotations

from simulators.investment_contracts import (
    contract,
    contract_change,
    contract_state,
    payee,
    payment_booked,
    payment_returned,
    supplier_confirms,
)
from simulators.investment_payments import audit, book_audited, book_sent, contract_filed, measure, pay
from simulators.investment_progress import busy_progress, progress
from simulators.investment_projects import pro_code, project, project_change, project_state, start
from simulators.investment_retention import book_settled, claim, guarantee, release, retention, settle, withhold
from simulators.investment_vouchers import close, payment, receipt, refund, send, vouchers, withdraw

__all__ = [
    "audit", "book_audited", "book_sent", "book_settled", "busy_progress", "claim", "close", "contract", "contract_change",
    "contract_filed", "contract_state", "guarantee", "measure", "pay", "payee", "payment", "payment_booked", "payment_returned",
    "pro_code", "progress", "project", "project_change", "project_state", "receipt", "refund", "release", "retention", "send",
    "settle", "start", "supplier_confirms", "vouchers", "withdraw", "withhold",
]
