"""The limits of a simple type, each with a type of the values at its edge and a type of those just beyond it.

Beyond one limit every other one still holds: only then is a refusal the refusal of this limit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.errors import Position
from kanhe.schema.moments import KINDS, step_of, written
from kanhe.schema.pattern.xsd import parse
from kanhe.schema.xsd import checks
from kanhe.schema.xsd.builtin import BUILTINS, value
from kanhe.schema.xsd.plan import Bound, Facet, Simple
from kanhe.schema.xsd.traps import traps

_HAN = parse("[一-龥]*")
_WIDE = parse("[０-９]*")
_NEAR = 20  # listed values that unlisted ones are made from
_ENUMERATED = 400  # values of one enumeration that are each tried


@dataclass(frozen=True, slots=True)
class Limit:
    """name as in `maxLength=35`. edge, beyond: None where there is no such side. broken: what `checks.broken` calls a breach of it.

    extra: an edge that is worth trying where it exists, and no limit where it does not.
    """

    name: str
    at: Position
    edge: Simple | None
    beyond: Simple | None
    broken: str = ""
    extra: bool = False


def limits(simple: Simple) -> Iterator[Limit]:
    """Every limit of the type, its built-in type first."""
    if (simple.members or simple.item) and simple.values is not None:
        pass  # the enumeration says it all
    elif simple.members:
        yield from _of_members(simple)
    elif simple.item is not None:
        for limit in limits(simple.item):
            yield replace(limit, name=f"item {limit.name}", broken=checks.DATATYPE,
                          edge=limit.edge and replace(simple, item=limit.edge, low_length=max(1, simple.low_length)),
                          beyond=limit.beyond and replace(_bare(simple), item=limit.beyond, low_length=max(1, simple.low_length)))
    else:
        notation = simple.builtin == "NOTATION"  # what is no notation is not even a value
        beyond = _fixed(simple, traps(simple.builtin)) if simple.values is None or notation else None
        yield Limit(f"datatype={simple.builtin}", simple.at, simple, beyond, checks.ENUMERATION if notation else checks.DATATYPE)
        yield from _digits_in_other_scripts(simple)
    patterns = 0
    for facet in simple.facets:
        yield from _of_facet(simple, facet, patterns)
        patterns += facet.name == "pattern"


def _fixed(simple: Simple, texts: tuple[str, ...]) -> Simple | None:
    """A type of exactly these texts, whatever they are."""
    return Simple(name=simple.name, builtin="string", at=simple.at, space="preserve", values=texts) if texts else None


def _bare(simple: Simple) -> Simple:
    return replace(simple, patterns=(), values=None)


def _of_members(simple: Simple) -> Iterator[Limit]:
    for number, member in enumerate(simple.members, 1):
        for limit in limits(member):
            yield replace(limit, name=f"member {number} {limit.name}", broken=checks.DATATYPE)
    yield Limit("datatype=union", simple.at, simple, None, checks.DATATYPE)


def _digits_in_other_scripts(simple: Simple) -> Iterator[Limit]:
    """`\\d` admits full-width digits, which many programs cannot read."""
    for facet in simple.facets:
        if facet.name == "pattern" and "\\d" in facet.value:
            yield Limit("pattern \\d, full-width digits", facet.at, replace(simple, patterns=(*simple.patterns, _WIDE)), None, extra=True)
            return


def _of_facet(simple: Simple, facet: Facet, pattern: int) -> Iterator[Limit]:
    name, label, at = facet.name, f"{facet.name}={facet.value}", facet.at
    if name in ("length", "minLength", "maxLength"):
        yield from _of_length(simple, facet)
    elif name == "pattern":
        rest = simple.patterns[:pattern] + simple.patterns[pattern + 1:]
        beyond = replace(simple, patterns=rest, absent=(simple.patterns[pattern],))
        yield Limit(label, at, simple, beyond, f"pattern {pattern}")
    elif name == "enumeration":
        for text in (simple.values or ())[:_ENUMERATED]:
            yield Limit(f"enumeration={text}", at, replace(simple, values=(text,)), None)
        if simple.builtin != "NOTATION":
            yield Limit("enumeration", at, None, _unlisted(simple), checks.ENUMERATION)
    elif name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"):
        yield _of_bound(simple, facet)
    elif name == "totalDigits":
        count = int(facet.value)
        yield Limit(label, at, replace(simple, exact_digits=count), replace(simple, digits=None, exact_digits=count + 1), checks.DIGITS)
    elif name == "fractionDigits":
        count = int(facet.value)
        finer = None if BUILTINS[simple.builtin].whole else replace(simple, fraction=None, exact_fraction=count + 1)
        yield Limit(label, at, replace(simple, exact_fraction=count) if count else simple, finer, checks.FRACTION)


def _of_length(simple: Simple, facet: Facet) -> Iterator[Limit]:
    count, at, label = int(facet.value), facet.at, f"{facet.name}={facet.value}"
    edge = replace(simple, low_length=count, high_length=count)
    if facet.name in ("length", "minLength"):
        beyond = replace(simple, low_length=count - 1, high_length=count - 1) if count else None
        yield Limit(label, at, edge, beyond, checks.SHORT)
    if facet.name in ("length", "maxLength"):
        longer = f"{label}, one more" if facet.name == "length" else label
        yield Limit(longer, at, edge, replace(simple, low_length=count + 1, high_length=count + 1), checks.LONG)
        if not simple.item and count > 1 and BUILTINS[simple.builtin].family == "text":
            yield Limit(f"{label}, all of them Han", at, replace(edge, patterns=(*simple.patterns, _HAN)), None, extra=True)


def _unlisted(simple: Simple) -> Simple:
    """Values that are like listed ones, but are not listed."""
    listed = simple.values or ()
    near = [variant for text in listed[:_NEAR] for variant in (text.lower(), text.upper(), f"{text}X", text[:-1], f"{text} {text}")]
    near += [str(Decimal(text) + 1) for text in listed[:_NEAR] if simple.builtin and BUILTINS[simple.builtin].family == "decimal"]
    unlisted = replace(simple, values=None)
    fitting = tuple(v for v in dict.fromkeys(near) if checks.fits(unlisted, v) and not any(checks.same(simple, v, w) for w in listed))
    return replace(unlisted, values=fitting) if fitting else unlisted


def _of_bound(simple: Simple, facet: Facet) -> Limit:
    lower, inclusive = facet.name.startswith("min"), facet.name.endswith("Inclusive")
    here = (facet.value,)
    on = here if inclusive else _next(simple, facet.value, down=not lower)
    outside = _next(simple, facet.value, down=lower) if inclusive else here
    edge = _among(simple, on) or simple
    beyond = _among(replace(simple, low=None) if lower else replace(simple, high=None), outside)
    return Limit(f"{facet.name}={facet.value}", facet.at, edge, beyond, checks.LOW if lower else checks.HIGH)


def _among(simple: Simple, texts: tuple[str, ...]) -> Simple | None:
    """The type with only these of its values, the first that fits; None where none does."""
    fitting = tuple(text for text in texts if checks.fits(simple, text))
    return replace(simple, values=fitting[:1]) if fitting else None


def _next(simple: Simple, text: str, *, down: bool) -> tuple[str, ...]:
    """The neighbours of a value, the nearest first."""
    kind, sign = BUILTINS[simple.builtin], -1 if down else 1
    if kind.family == "decimal":
        finest = 0 if kind.whole else simple.fraction if simple.fraction is not None else 6
        number = Decimal(text)
        return tuple(f"{number + sign * Decimal(1).scaleb(-places):.{max(places, _places(number))}f}" for places in range(finest, -1, -1))
    if kind.family == "float":
        found = float(text)
        near = (math.nextafter(found, sign * math.inf), found + sign * max(abs(found), 1) * 1e-5, found + sign)
        return tuple(repr(number) for number in near[simple.builtin == "float":] if math.isfinite(number))
    if simple.builtin in KINDS:
        zone = len(text) - 1 if text.endswith("Z") else len(text) - 6
        bare = text[:zone] if (value(simple.builtin, text) or (False,))[0] else text
        stepped = _stepped(simple.builtin, bare, sign)
        return () if stepped is None else (stepped + text[len(bare):],)
    later = _later(text, sign) if simple.builtin == "duration" else None
    return () if later is None else (later,)


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _stepped(kind: str, text: str, sign: int) -> str | None:
    try:
        return written(kind, step_of(kind, value(kind, text)[1]) + sign)
    except (ValueError, OverflowError):
        return None


def _later(text: str, sign: int) -> str | None:
    found = value("duration", text)
    if found is None or (found[0] and found[1]):
        return None
    months, seconds = found
    number = months + sign if months else int(seconds) + sign
    return f"{'-' if number < 0 else ''}P{'' if months else 'T'}{abs(number)}{'M' if months else 'S'}"


def bound_of(facet: Facet) -> Bound:
    """The bound that a facet states."""
    return Bound(facet.value, facet.name.endswith("Inclusive"))
