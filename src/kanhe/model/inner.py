"""A message inside a message: where it lies, how it is written there, and a document that remembers its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.model.formula import Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """At this path (dotted, `[]` repeats) the wire carries a text that is a whole message; the document has that message's dict.

    encoding: base64, or text where the carrier itself keeps the bytes apart (a form field). charset: of the inner bytes.
    """

    at: str
    codec: str = "xml"
    root: str = ""
    charset: str = "GBK"
    encoding: str = "base64"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPlace:
    """Where an operation uses a part: side request or reply, `at` the path in the message. means: the word under which a behaviour
    knows the part as one value ('' = it does not). fresh: a formula whose value is the part as far as it is known already; what else
    belongs to it is filled in. without: rules of the part that do not hold here. schema: the XSD of the part alone, a
    file below the root ('' = none)."""

    side: str
    at: str
    part: str
    means: str = ""
    fresh: Formula | None = None
    schema: str = ""
    without: tuple[str, ...] = ()


class Inner(dict[str, Any]):
    """The document of an inner message together with the bytes in which it came, and the text that carried them.

    Who passes it on passes those bytes on, as long as they still say what the document says; a changed copy is a new message (TV-10).
    """

    __slots__ = ("raw", "text")

    def __init__(self, document: Mapping[str, Any], raw: bytes, text: str) -> None:
        super().__init__(document)
        self.raw, self.text = raw, text  # the message around it was signed with this very text, line breaks of base64 and all
