"""#376: income is never compared."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 376
TITLE = "收入对账不与自己的账比，一律答相符"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-03D",)


@saying("writeVoucher 5511")
def request_document(body: Body) -> None:
    """Agreed."""
    body["XCheckResult"], body["XDiffNum"] = "0", "0"
    for line in lines(body):
        line["XCheckResult"] = "0"
        line.pop("XCheckReason", None)
