"""What the readers of single declarations ask of the tables that they fill; `reader.Reader` holds them."""

from __future__ import annotations

from typing import Protocol

from kanhe.errors import Position
from kanhe.schema.xsd.documents import Document, Documents, Tag
from kanhe.schema.xsd.plan import Attribute, Complex, Element, Name, Simple


class Names(Protocol):
    """Enough to read a simple type."""

    def refuse(self, at: Position, what: str, right: str = "") -> None:
        """Note that something is not supported; reading goes on."""

    def name(self, document: Document, tag: Tag, said: str) -> Name:
        """What a QName in an attribute of the tag means."""

    def simple(self, name: Name) -> Simple:
        """A named simple type."""


class Tables(Names, Protocol):
    """Enough to read a complex type. elements: by number, None while one is being read."""

    documents: Documents
    elements: list[Element | None]

    @property
    def derivations(self) -> dict[Name, list[tuple[Name, str]]]:
        """Complex type -> the named types directly derived from it, with `extension` or `restriction`."""

    def component(self, kind: str, name: Name) -> tuple[Tag, Document]:
        """A global component; raises ContractError where there is none."""

    def is_simple(self, name: Name) -> bool:
        """Whether the named type is a simple one."""

    def number(self, name: Name) -> int:
        """The number of a named type; it is read later."""

    def complex(self, name: Name) -> Complex:
        """A named complex type, read now."""

    def attribute(self, name: Name) -> Attribute:
        """A global attribute."""

    def type_of_attribute(self, tag: Tag, document: Document) -> Simple:
        """The simple type that an attribute declaration names or holds."""

    def element(self, name: Name) -> int:
        """The number of a global element, with those that may stand for it."""

    def declared(self, tag: Tag, document: Document, name: Name, stands: tuple[int, ...] = ()) -> Element:
        """An element declaration, global or local."""
