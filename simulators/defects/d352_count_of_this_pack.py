"""#352: every pack tells the number of its own lines as the total."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 352
TITLE = "总笔数只是本包的笔数"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-02",)


@saying("writeVoucher 3507")
def request_document(body: Body) -> None:
    """What is in this pack."""
    body["AllNum"] = str(len(lines(body)))
