"""#816: the header of an answer refers to the answer itself."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 816
TITLE = "应答报文头的参考号写成应答自己的标识号"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-01E",)


def reply(contract: Contract, request: Document, answer: Document) -> Document:
    """The number of the answer in both places of the header."""
    put(answer, "head.MesgRefID", get(answer, "head.MesgID"))
    return answer
