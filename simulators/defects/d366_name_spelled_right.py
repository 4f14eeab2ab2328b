"""#366: the field is spelled as it should have been."""

from __future__ import annotations

from simulators.defects.statements import Body, saying

NUMBER = 366
TITLE = "把 ClearAccNanme 写成 ClearAccName"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-07",)


@saying("writeVoucher 3507", "writeVoucher 3508", "writeVoucher 3509", "writeVoucher 3510")
def request_document(body: Body) -> None:
    """Not what the wire has."""
    body["ClearAccName"] = body.pop("ClearAccNanme")
