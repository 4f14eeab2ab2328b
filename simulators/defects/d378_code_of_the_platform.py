"""#378: a refusal bears a code of the platform."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document

NUMBER = 378
TITLE = "不收的报文答平台自己的代码"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-06",)


def reply(contract: Contract, request: Document, answer: Document | None) -> Document | None:
    """A code that nobody agreed upon."""
    fault = answer.get("Fault") if answer is not None else None
    if isinstance(fault, dict):
        fault["faultcode"] = "Server.EVS500"
    return answer
