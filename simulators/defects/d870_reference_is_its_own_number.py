"""#870: an answer refers to itself."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 870
TITLE = "应答的报文参考号写成应答自己的标识号"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-03",)


def reply(contract: Contract, request: Document, answer: Document) -> Document:
    """The number of the answer in both places."""
    put(answer, "HEAD.MsgRef", get(answer, "HEAD.MsgID"))
    return answer
