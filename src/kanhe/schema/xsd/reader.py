"""Reads an XSD into a plan: names are resolved, derivations merged, groups put where they are used; only what the root reaches is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from kanhe.errors import ContractError, Position, Problem
from kanhe.schema.xsd.builtin import BUILTINS, LISTS
from kanhe.schema.xsd.complex_types import any_type, read_complex
from kanhe.schema.xsd.costs import ENDLESS, costs_of
from kanhe.schema.xsd.documents import Document, Documents, Tag, children, kind_of
from kanhe.schema.xsd.identities import read_identities
from kanhe.schema.xsd.plan import XML, XSD, Attribute, Complex, Element, Name, Plan, Simple, Type
from kanhe.schema.xsd.simple_types import read_simple, supported


class Reader:
    """The tables of a plan while they are filled. libxml2 must have accepted the file (`judge.compile_judge`)."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.elements: list[Element | None] = []
        self.types: list[Type | None] = []
        self.named: dict[Name, int] = {}
        self.globals: dict[Name, int] = {}
        self.problems: list[Problem] = []
        self._simples: dict[Name, Simple] = {}
        self._attributes: dict[Name, Attribute] = {}
        self._tasks: list[int] = []
        self._reading: dict[int, Callable[[], Type]] = {}

    def refuse(self, at: Position, what: str, right: str = "") -> None:
        """Note that something is not supported; reading goes on, so that all such things are told at once."""
        self.problems.append(Problem(at, f"不支持{what}", right))

    def name(self, document: Document, tag: Tag, said: str) -> Name:
        """What a QName in an attribute of the tag means."""
        prefix, _, local = said.strip().rpartition(":")
        space = XML if prefix == "xml" else tag.nsmap.get(prefix or None, "" if prefix else None)  # xml is bound without being declared
        return Name(space if space is not None else "" if document.top.get("targetNamespace") else document.space, local)

    def component(self, kind: str, name: Name) -> tuple[Tag, Document]:
        """A global component; raises ContractError where there is none."""
        if (kind, name) not in self.documents.found:  # libxml2 does not look into what the root never reaches
            raise ContractError([Problem(Position(self.documents.first.file), f"没有找到 {kind} {name}（命名空间 {name.space or '无'}）",
                                         "在 XSD 或它引用的文件里声明")])
        return self.documents.found[kind, name]

    def simple(self, name: Name) -> Simple:
        """A named simple type."""
        if name not in self._simples:
            if name.space == XSD:
                self._simples[name] = _builtin(name.local)
            else:
                tag, document = self.component("type", name)
                self._simples[name] = read_simple(self, tag, document)
        return self._simples[name]

    def is_simple(self, name: Name) -> bool:
        """Whether the named type is a simple one."""
        return name.local != "anyType" if name.space == XSD else kind_of(self.component("type", name)[0]) == "simpleType"

    def number(self, name: Name) -> int:
        """The number of a named type; it is read later."""
        if name not in self.named:
            self.named[name] = self.later(lambda: self._named_type(name))
        return self.named[name]

    def _named_type(self, name: Name) -> Type:
        if self.is_simple(name):
            return self.simple(name)
        if name.space == XSD:
            return any_type(Position(self.documents.first.file))
        tag, document = self.component("type", name)
        return read_complex(self, tag, document, name)

    def later(self, read: Callable[[], Type]) -> int:
        """A number for a type that is read when it is needed, at the latest at the end."""
        number = len(self.types)
        self.types.append(None)
        self._reading[number] = read
        self._tasks.append(number)
        return number

    def type(self, number: int) -> Type:
        """A type, read now if it was not yet."""
        found = self.types[number]
        if found is None:
            found = self.types[number] = self._reading.pop(number)()
        return found

    def complex(self, name: Name) -> Complex:
        """A named complex type, read now."""
        found = self.type(self.number(name))
        assert isinstance(found, Complex)
        return found

    def attribute(self, name: Name) -> Attribute:
        """A global attribute."""
        if name not in self._attributes:
            tag, document = self.component("attribute", name)
            self._attributes[name] = Attribute(name=name, type=self.type_of_attribute(tag, document), required=False, at=document.at(tag),
                                               default=tag.get("default"), fixed=tag.get("fixed"))
        return self._attributes[name]

    def type_of_attribute(self, tag: Tag, document: Document) -> Simple:
        """The simple type that an attribute declaration names or holds."""
        for inner in children(tag, "simpleType"):
            return read_simple(self, inner, document)
        said = tag.get("type")
        return self.simple(supported(self, document, tag, said) if said else Name(XSD, "anySimpleType"))

    def element(self, name: Name) -> int:
        """The number of a global element, with those that may stand for it."""
        if name in self.globals:
            return self.globals[name]
        number = self.globals[name] = len(self.elements)
        self.elements.append(None)
        tag, document = self.component("element", name)
        stands = [] if tag.get("abstract") in ("true", "1") else [number]
        if "substitution" not in blocks(tag, document):
            stands += [n for other in self._members.get(name, ()) for n in self._may_stand(name, other)]
        self.elements[number] = self.declared(tag, document, name, tuple(dict.fromkeys(stands)))
        return number

    def _may_stand(self, head: Name, other: Name) -> tuple[int, ...]:
        """The element and its own members, unless the head blocks the way that its type was derived."""
        tag, document = self.component("element", head)
        member = self.element(other)
        found = self.elements[member]
        assert found is not None
        barred = blocks(tag, document) & {"extension", "restriction"}
        return () if barred and not barred.isdisjoint(self._derivation(*self.component("element", other))) else found.stands

    def _derivation(self, tag: Tag, document: Document) -> frozenset[str]:
        said, found = tag.get("type"), set()
        while said:
            name = self.name(document, tag, said)
            if name.space == XSD:
                break
            tag, document = self.component("type", name)
            step = next(iter(tag.iter(f"{{{XSD}}}extension", f"{{{XSD}}}restriction")), None)
            if step is None or step.get("base") is None:
                break
            found.add(kind_of(step))
            said, tag = step.get("base"), step
        return frozenset(found)

    @cached_property
    def _members(self) -> dict[Name, list[Name]]:
        """Head of a substitution group -> its direct members."""
        found: dict[Name, list[Name]] = {}
        for (kind, name), (tag, document) in self.documents.found.items():
            head = tag.get("substitutionGroup") if kind == "element" else None
            if head:
                found.setdefault(self.name(document, tag, head), []).append(name)
        return found

    @cached_property
    def derivations(self) -> dict[Name, list[tuple[Name, str]]]:
        """Complex type -> the named types directly derived from it, with `extension` or `restriction`."""
        found: dict[Name, list[tuple[Name, str]]] = {}
        for (kind, name), (tag, document) in self.documents.found.items():
            if kind != "type" or kind_of(tag) != "complexType" or "#" in name.local:
                continue
            for content in children(tag, "complexContent", "simpleContent"):
                for step in children(content, "extension", "restriction"):
                    found.setdefault(self.name(document, step, step.get("base", "")), []).append((name, kind_of(step)))
        return found

    def declared(self, tag: Tag, document: Document, name: Name, stands: tuple[int, ...] = ()) -> Element:
        """An element declaration, global or local."""
        nillable, default, fixed = tag.get("nillable") in ("true", "1"), tag.get("default"), tag.get("fixed")
        return Element(
            name=name, type=self._type_of_element(tag, document), at=document.at(tag), nillable=nillable, default=default, fixed=fixed,
            abstract=tag.get("abstract") in ("true", "1"), identities=read_identities(self, tag, document), stands=stands,
            blocked=blocks(tag, document), plain=not nillable and default is None and fixed is None)

    def _type_of_element(self, tag: Tag, document: Document) -> int:
        said = tag.get("type")
        if said:
            return self.number(supported(self, document, tag, said))
        inner = next(children(tag, "simpleType", "complexType"), None)
        if inner is not None:
            if kind_of(inner) == "simpleType":
                return self.later(lambda: read_simple(self, inner, document))
            return self.later(lambda: read_complex(self, inner, document, None))
        head = tag.get("substitutionGroup")
        if head:
            return self._type_of_element(*self.component("element", self.name(document, tag, head)))
        return self.number(Name(XSD, "anyType"))

    def plan(self, element: str = "") -> Plan:
        """The finished plan, for documents that start with a global element: its local name, by default the first that no other refers to.

        Raises ContractError with a located problem for each thing that is not supported.
        """
        root = self.element(self._root(element))
        while self._tasks:
            self.type(self._tasks.pop())
        if self.problems:
            raise ContractError(self.problems)
        elements, types = tuple(e for e in self.elements if e), tuple(t for t in self.types if t)
        costs = costs_of(elements, types)
        if costs[elements[root].type] >= ENDLESS or not elements[root].stands:
            raise ContractError([Problem(elements[root].at, f"元素 {elements[root].name} 没有有限的内容",
                                         "可以结束的递归，或非抽象的元素与类型")])
        return Plan(file=self.documents.first.file, root=root, elements=elements, types=types, named=self.named, globals=self.globals,
                    attributes=self._attributes, costs=costs)

    def _root(self, element: str) -> Name:
        known = [name for kind, name in self.documents.found if kind == "element"]
        first, file = self.documents.first, Position(self.documents.first.file)
        own = [name for name in known if name.space == first.space] or known
        if element:
            for name in (*own, *known):
                if name.local == element:
                    return name
            raise ContractError([Problem(file, f"XSD 没有全局元素 {element}", "、".join(n.local for n in own[:20]))])
        if not own:
            raise ContractError([Problem(file, "XSD 没有全局元素", "至少一个 xs:element", "报文以全局元素开头")])
        used = {tag.get("ref", "").rpartition(":")[2] for tag in first.top.iter(f"{{{XSD}}}element")}
        return next((name for name in own if name.local not in used), own[0])


def blocks(tag: Tag, document: Document) -> frozenset[str]:
    """What `block`, or the document's blockDefault, forbids."""
    said = tag.get("block", document.top.get("blockDefault", "")).split()
    return frozenset(("extension", "restriction", "substitution") if "#all" in said else said)


def _builtin(local: str) -> Simple:
    at = Position()
    if local in LISTS:
        return Simple(name=local, builtin=local, at=at, low_length=1, item=_builtin(LISTS[local]))
    return Simple(name=local, builtin=local, at=at, space=BUILTINS[local].space)
