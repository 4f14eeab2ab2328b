"""#889: the fee source never learns that a receipt was reversed."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 889
TITLE = "冲正只告诉了退付，费源那一期还算已收，费源变更、撤销都被拒"
FAMILY = "land_payment"
ROLE = "land"
LINKAGE = "linkage.land"
FINDS = ("LAND-92",)
tells = about("land_fee.receipt_reversed", never)
