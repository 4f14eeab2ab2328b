"""#893: the desk that takes receipts never learns that a voucher that was signed for went back."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 893
TITLE = "签收以后退回的凭证，回单那边还当作待办结"
FAMILY = "treasury_voucher"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-92",)
tells = about("treasury_receipt.handed_back", never)
