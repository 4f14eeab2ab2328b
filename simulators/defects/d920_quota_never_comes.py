"""#920: the desk that takes receipts knows nothing of quotas."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 920
TITLE = "额度通知单签收以后，回单那边没有"
FAMILY = "treasury_voucher"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-98",)

tells = about("treasury_receipt.signed_5106", never)
