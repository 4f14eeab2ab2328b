"""#373: the number of differences is the index of the last one."""

from __future__ import annotations

from simulators.defects.statements import Body, saying

NUMBER = 373
TITLE = "不符笔数从 0 数起，少一笔"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-03",)


@saying("writeVoucher")
def request_document(body: Body) -> None:
    """One less, where there is one."""
    body["XDiffNum"] = str(max(int(body["XDiffNum"]) - 1, 0))
