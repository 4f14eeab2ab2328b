"""#818: header and body are numbered apart from each other, in what comes and in what is answered."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 818
TITLE = "报文头与报文体的标识号不核对，自己的应答里两处也各编各的"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-01", "CN-01B", "CN-01Q", "CN-01R")
skip = frozenset(FINDS)


def reply(contract: Contract, request: Document, answer: Document) -> Document:
    """The body of an answer has a number of its own."""
    put(answer, "CmonConf.MsgId", str(get(answer, "head.MesgID"))[::-1])
    return answer
