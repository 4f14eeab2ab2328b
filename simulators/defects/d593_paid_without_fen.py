"""#593: what is paid is told in whole yuan."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.investing import telling
from simulators.ledger import fen, yuan

NUMBER = 593
TITLE = "已付金额去掉角分"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-11P",)
behave = telling("contract_state", lambda values: {"contract_paid": yuan(fen(Decimal(str(values["contract_paid"]))) // 100 * 100)})
