"""A small validator on our own plan: what the reader understood of a schema is asked about messages that it did not make.

Only tests need it: it matches children against particles by backtracking, which nobody would do in earnest.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kanhe.schema.xsd.checks import fits, words
from kanhe.schema.xsd.plan import XSI, Complex, Element, Group, Name, Particle, Plan, Simple, Wildcard


def complaint(plan: Plan, data: bytes) -> str:
    """The first thing that the plan does not describe; '' where it describes the whole message. Identity constraints are not looked at."""
    top = etree.fromstring(data)
    root = plan.elements[plan.root]
    if _name(top) != root.name:
        return f"root {_name(top)}"
    return _element(plan, root, top)


def _name(tag: etree._Element) -> Name:
    name = etree.QName(tag)
    return Name(name.namespace or "", name.localname)


def _element(plan: Plan, element: Element, tag: etree._Element) -> str:
    where = tag.getroottree().getpath(tag)
    number, said = element.type, tag.get(f"{{{XSI}}}type")
    found = plan.types[number]
    if said is not None and isinstance(found, Complex):
        prefix, _, local = said.rpartition(":")
        wanted = Name(tag.nsmap.get(prefix or None) or "", local)
        names = [n for n, ways in found.derived if not ways & element.blocked] + [number]
        number = next((n for n in names if getattr(plan.types[n], "name", None) == wanted), -1)
        if number < 0:
            return f"{where}: xsi:type {said}"
        found = plan.types[number]
    if isinstance(found, Complex) and found.abstract or element.abstract:
        return f"{where}: abstract"
    known = {a.name: a for a in found.attributes} if isinstance(found, Complex) else {}
    problem = _attributes(known, found, tag, where)
    if problem:
        return problem
    if tag.get(f"{{{XSI}}}nil") in ("true", "1"):
        return "" if element.nillable and not len(tag) and not tag.text else f"{where}: nil"
    simple = found if isinstance(found, Simple) else found.simple
    if simple is not None:
        text = tag.text or element.default or element.fixed or ""
        if len(tag) or not fits(simple, _spaced(simple, text)) or (element.fixed is not None and text != element.fixed):
            return f"{where}: {text!r} is no {simple.name}"
        return ""
    return _content(plan, found, element, tag, where)


def _spaced(simple: Simple, text: str) -> str:
    if simple.space == "preserve" and simple.item is None and not simple.members:
        return text
    text = text.translate({9: 32, 10: 32, 13: 32})
    return text if simple.space == "replace" and simple.item is None else " ".join(words(text))


def _attributes(known: dict, found: object, tag: etree._Element, where: str) -> str:
    for key, value in tag.attrib.items():
        name = Name(etree.QName(key).namespace or "", etree.QName(key).localname)
        if name.space == XSI:
            continue
        if name not in known:
            wildcard = found.any_attribute if isinstance(found, Complex) else None
            if wildcard is None or not wildcard.admits(name.space) or (wildcard.process == "strict" and name not in wildcard.attributes):
                return f"{where}: attribute {name}"
        elif not fits(known[name].type, _spaced(known[name].type, value)) or known[name].fixed not in (None, value):
            return f"{where}: attribute {name}={value!r}"
    there = {Name(etree.QName(key).namespace or "", etree.QName(key).localname) for key in tag.attrib}
    missing = [a.name for a in known.values() if a.required and a.name not in there]
    return f"{where}: attribute {missing[0]} is missing" if missing else ""


def _content(plan: Plan, found: Complex, element: Element, tag: etree._Element, where: str) -> str:
    texts = [tag.text, *(child.tail for child in tag)]
    if not found.mixed and any(text and text.strip() for text in texts):
        return f"{where}: text"
    if element.fixed is not None:
        return "" if not len(tag) and (tag.text or element.fixed) == element.fixed else f"{where}: fixed"
    children = [child for child in tag if isinstance(child.tag, str)]
    ends = {0} if found.content is None else set()
    for end, parts in _ways(plan, found.content, children, 0) if found.content is not None else ():
        if end == len(children):
            problems = [_child(plan, part, child) for part, child in zip(parts, children, strict=True)]
            return next((p for p in problems if p), "")
        ends.add(end)
    if not children and 0 in ends and found.content is None:
        return ""
    return f"{where}: content {[_name(c).local for c in children]}"


def _child(plan: Plan, part: Element | Wildcard, child: etree._Element) -> str:
    if isinstance(part, Element):
        return _element(plan, part, child)
    if part.process == "skip" or (part.process == "lax" and _name(child) not in plan.globals):
        return ""
    number = plan.globals.get(_name(child))
    return f"{_name(child)}: unknown" if number is None else _element(plan, plan.elements[number], child)


def _ways(plan: Plan, particle: Particle, children: list, start: int) -> Iterator[tuple[int, list[Element | Wildcard]]]:
    """Every (end, what each child is) of a particle from a start; the greedy ones first."""

    def times(count: int, at: int, parts: list) -> Iterator[tuple[int, list]]:
        if particle.high is None or count < particle.high:
            for end, more in _once(plan, particle.term, children, at):
                if end > at:
                    yield from times(count + 1, end, parts + more)
                elif count < particle.low:
                    yield from times(particle.low, end, parts)
        if count >= particle.low:
            yield at, parts

    yield from times(0, start, [])


def _once(plan: Plan, term: Element | Group | Wildcard, children: list, start: int) -> Iterator[tuple[int, list]]:
    if isinstance(term, Group):
        yield from _group(plan, term, children, start)
    elif start < len(children):
        name = _name(children[start])
        if isinstance(term, Wildcard):
            if term.admits(name.space):
                yield start + 1, [term]
            return
        for element in [plan.elements[n] for n in term.stands] or ([] if term.abstract else [term]):
            if element.name == name:
                yield start + 1, [element]


def _group(plan: Plan, group: Group, children: list, start: int) -> Iterator[tuple[int, list]]:
    if group.kind == "choice":
        for part in group.parts:
            yield from _ways(plan, part, children, start)
        return
    orders = [group.parts] if group.kind == "sequence" else _orders(group.parts)
    for parts in orders:
        yield from _sequence(plan, parts, children, start)


def _orders(parts: tuple) -> Iterator[tuple]:
    if not parts:
        yield ()
    for k, part in enumerate(parts):
        for rest in _orders(parts[:k] + parts[k + 1:]):
            yield (part, *rest)


def _sequence(plan: Plan, parts: tuple, children: list, start: int) -> Iterator[tuple[int, list]]:
    if not parts:
        yield start, []
        return
    for end, found in _ways(plan, parts[0], children, start):
        for last, more in _sequence(plan, parts[1:], children, end):
            yield last, found + more
