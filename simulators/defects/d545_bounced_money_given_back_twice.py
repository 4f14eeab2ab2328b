"""#545: what came back is given back twice: by the notice and by the file."""

from __future__ import annotations

from simulators.defects.wages import booking
from simulators.ledger import Ledger
from simulators.wage_bank import BANKS, Batch, Row, acct

NUMBER = 545
TITLE = "退票的款退回两次（通知一次、文件一次）"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44C",)


def _once_more(ledger: Ledger, batch: Batch, row: Row, now: str) -> Ledger:
    return ledger.move(row.amount_fen, source=BANKS, target=acct(batch.account), voucher="again", at=now)


behave = booking(_once_more, "bounce_wage")
