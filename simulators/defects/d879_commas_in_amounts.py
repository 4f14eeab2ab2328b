"""#879: amounts in answers are grouped by thousands."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put

NUMBER = 879
TITLE = "应答的金额带千分位"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-04A", "TIPS-02Q")


def reply(contract: Contract, request: Document, answer: Document) -> Document:
    """1,800,001.00."""
    if get(answer, "MSG.DoneAmt") is not MISSING:
        put(answer, "MSG.DoneAmt", f"{Decimal(get(answer, 'MSG.DoneAmt')):,.2f}")
    return answer
