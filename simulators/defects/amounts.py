"""Amount fields of a document, for defects that write amounts wrongly."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kanhe.model.contract import Field
from kanhe.model.document import Document, put, spread
from kanhe.model.words import Kind


def rewritten(
    fields: Collection[Field], document: Document, change: Callable[[str], str], *, suffix: str = ""
) -> Document:
    """The document with the text of every money field (whose path ends in `suffix`) changed; changed in place."""
    for field in fields:
        if field.type.kind is Kind.MONEY and field.path.endswith(suffix):
            for where, node in list(spread(document, field.path)):
                if isinstance(node, str):
                    put(document, where, change(node))
    return document
