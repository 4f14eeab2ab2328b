"""#354: packs are numbered from zero."""

from __future__ import annotations

from simulators.defects.statements import Body, saying

NUMBER = 354
TITLE = "本包序号从 0 编起"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-01",)


@saying("writeVoucher 3508")
def request_document(body: Body) -> None:
    """One less."""
    body["CurPackNo"] = str(int(body["CurPackNo"]) - 1)
