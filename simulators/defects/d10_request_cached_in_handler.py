"""#10 (WJ): the handler keeps its request in an instance field, so every later message is the first one again."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy

NUMBER = 10
TITLE = "请求对象缓存在处理器的实例变量里，第二个报文被当成第一个"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-11A", "land_margin.G00001:accepts")


def start() -> Handlers:
    """One set of handlers for each simulator."""
    return Handlers()


class Handlers:
    """One handler per operation, each with its cached request."""

    def __init__(self) -> None:
        self._first: dict[str, Document] = {}

    def decode(self, contract: Contract, document: Document) -> Document:
        """The request that this handler saw first."""
        first: Document = copy(self._first.setdefault(contract.operation, copy(document)))
        return first
