"""#883: the office that gives money back never learns that a receipt was reversed."""

from __future__ import annotations

from simulators.defects.telling import about, never

NUMBER = 883
TITLE = "冲正只告诉了费源，冲掉的缴款书还能退付"
FAMILY = "land_payment"
ROLE = "land"
LINKAGE = "linkage.land"
FINDS = ("LAND-94",)
tells = about("land_refund.receipt_reversed", never)
