"""#544: what came back stays at the bank."""

from __future__ import annotations

from simulators.defects.wages import booking
from simulators.ledger import Ledger
from simulators.wage_bank import BANKS, Batch, Row, acct

NUMBER = 544
TITLE = "退票的款没有退回付款账户"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44C",)


def _taken_back(ledger: Ledger, batch: Batch, row: Row, now: str) -> Ledger:
    if ledger.balance(acct(batch.account)) < row.amount_fen:
        return ledger
    return ledger.move(row.amount_fen, source=acct(batch.account), target=BANKS, voucher="kept", at=now)


behave = booking(_taken_back, "bounce_wage")
