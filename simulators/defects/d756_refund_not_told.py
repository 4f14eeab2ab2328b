"""#756: money that came back lowers nothing in the library of contracts."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 756
TITLE = "退款只在支付系统记账，合同库的已付金额不减"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.investment"
FINDS = ("INV-62",)

tells = about("investment.payment_returned", never)
