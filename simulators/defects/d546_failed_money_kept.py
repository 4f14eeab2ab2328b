"""#546: what could not be booked stays with the bank."""

from __future__ import annotations

from simulators.defects.wages import RUNS, booking
from simulators.ledger import Ledger
from simulators.wage_bank import Batch, Row, acct, transit

NUMBER = 546
TITLE = "失败的款留在代发过渡户，没有退回"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44C",)


def _taken_back(ledger: Ledger, batch: Batch, row: Row, now: str) -> Ledger:
    if not 0 < row.amount_fen <= ledger.balance(acct(batch.account)):
        return ledger
    return ledger.move(row.amount_fen, source=acct(batch.account), target=transit(batch.account), voucher="kept", at=now)


behave = booking(_taken_back, *RUNS)
