"""Texts of simple types: each type becomes a function from choices to a text that is a value of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kanhe.schema.alphabet import Alphabet
from kanhe.schema.bank import Unmakeable, checked
from kanhe.schema.choices import Choices, pick
from kanhe.schema.pattern.language import LONGEST, Language
from kanhe.schema.pattern.tree import BadPattern, Tree
from kanhe.schema.pattern.xsd import parse
from kanhe.schema.xsd.builtin import BUILTINS
from kanhe.schema.xsd.checks import fits
from kanhe.schema.xsd.numbers import decimals, durations, floats, moments, octets
from kanhe.schema.xsd.plan import Simple

Maker = Callable[[Choices], str]
MOST = 200_000  # characters of a text without pattern
_OPEN = 40  # how much longer than need be a text without an upper limit may become
_USUAL = 4_000  # longer texts are made only where they must be so long
_ITEMS = 4  # likewise for lists
_SOLID = parse(r"\S+")
_LINE = parse("[^\t\n\r]*")
_TOKEN = parse(str(BUILTINS["token"].lexical))
_NATIVE = {"decimal": decimals, "float": floats, "moment": moments, "duration": durations, "base64": octets}
_LEXICAL = {
    "decimal": r"-?[0-9]+(\.[0-9]+)?", "float": r"-?[0-9]{1,9}(\.[0-9]{1,9})?(E-?[0-9]{1,2})?", "base64": "([A-Za-z0-9+/]{4})*",
    "duration": r"P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,4}D)?(T[0-9]{1,4}H([0-9]{1,4}M)?([0-9]{1,4}S)?)?",
}


class Texts:
    """The makers of one alphabet, each built when it is first asked for."""

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self._known: dict[int, tuple[Simple, Maker | Unmakeable]] = {}

    def of(self, simple: Simple) -> Maker:
        """The maker of a type; raises Unmakeable where it has no value."""
        known = self._known.get(id(simple))
        if known is None:
            try:
                made: Maker | Unmakeable = self._made(simple)
            except BadPattern as error:
                made = Unmakeable(f"模式{error.why}")
            except Unmakeable as error:
                made = error
            known = self._known[id(simple)] = simple, made  # the type is kept, so that its id stays its own
        if isinstance(known[1], Unmakeable):
            raise known[1]
        return known[1]

    def _made(self, simple: Simple) -> Maker:
        if simple.high_length is not None and simple.low_length > simple.high_length:
            raise Unmakeable("最小长度大于最大长度")
        if simple.values is not None:
            values = tuple(v for v in simple.values if fits(simple, v))
            if not values:
                raise Unmakeable("枚举值都不满足其它限制")
            return lambda choices: pick(choices, values)
        if simple.members:
            return self._union(simple)
        if simple.item is not None:
            return self._list(simple)
        kind = BUILTINS[simple.builtin]
        if kind.family == "text" and not simple.patterns and not simple.absent:
            return self._free(simple)
        if kind.family in ("text", "regular"):
            return self._spoken(simple)
        return self._checked(simple, self._native(simple, kind.family))

    def _free(self, simple: Simple) -> Maker:
        low, text = simple.low_length, self.alphabet.text
        if low > MOST:
            raise Unmakeable(f"长度超过 {MOST}，不生成")
        high = low + _OPEN if simple.high_length is None else min(simple.high_length, max(low, _USUAL))
        blanks = simple.space == "preserve"
        if simple.space != "collapse":
            return lambda choices: text(choices, low, high, blanks=blanks)

        def token(choices: Choices) -> str:
            found = text(choices, low, high, blanks=False, spaces=False)
            middle = len(found) // 2
            return f"{found[:middle]} {found[middle + 1:]}" if len(found) > 2 and choices.below(4) == 3 else found

        return token

    def _spoken(self, simple: Simple) -> Maker:
        """Texts of a regular language: the built-in type's pattern, the schema's, and the lengths, all at once."""
        kind, low, high = BUILTINS[simple.builtin], simple.low_length, simple.high_length
        trees: list[Tree] = [*simple.patterns]
        if kind.lexical is not None:
            trees.append(parse(kind.lexical))
        elif simple.space != "preserve":
            trees.append(_LINE if simple.space == "replace" else _TOKEN)
        if simple.builtin in ("QName", "NOTATION"):
            low, high = 0, None
        if simple.builtin == "hexBinary":
            low, high = low * 2, None if high is None else high * 2
        if low > LONGEST:
            raise Unmakeable(f"有模式而长度超过 {LONGEST}，不生成")
        language = Language(trees, simple.absent, self.alphabet, low=low, high=high)
        if not language.lengths:
            raise Unmakeable("模式、长度与类型合在一起没有任何值")
        return language.text

    def _native(self, simple: Simple, family: str) -> Maker:
        """Values made as what they are; where there are patterns, texts of the patterns beside them."""
        made: Maker | None
        try:
            made = _NATIVE[family](simple)
        except ValueError as error:
            made = None
            if not simple.patterns or family not in _LEXICAL:
                raise Unmakeable(str(error)) from None
        if not simple.patterns or family not in _LEXICAL:
            assert made is not None
            return made
        language = Language([*simple.patterns, parse(_LEXICAL[family])], simple.absent, self.alphabet)
        if not language.lengths:
            language = Language(simple.patterns, simple.absent, self.alphabet)
        makers = [m for m in (made, language.text if language.lengths else None) if m is not None]
        if not makers:
            raise Unmakeable("模式没有任何值")
        return lambda choices: pick(choices, makers)(choices)

    def _list(self, simple: Simple) -> Maker:
        assert simple.item is not None
        item, low = self.of(solid(simple.item)), simple.low_length
        high = low + _ITEMS if simple.high_length is None else simple.high_length
        high = min(high, max(low, _USUAL // 10))
        return self._checked(simple, lambda choices: " ".join([item(choices) for _ in range(choices.between(low, high))]))

    def _union(self, simple: Simple) -> Maker:
        makers = []
        for member in simple.members:
            try:
                makers.append(self.of(collapsed(member)))
            except Unmakeable:
                continue
        if not makers:
            raise Unmakeable("联合类型的成员都没有值")
        return self._checked(simple, lambda choices: pick(choices, makers)(choices))

    def _checked(self, simple: Simple, make: Maker) -> Maker:
        """The maker, whose texts are looked at; where one does not fit, another of those that were found beforehand."""
        return checked(make, partial(fits, simple), lambda text: (len(text), text)) if _doubtful(simple) else make


def _doubtful(simple: Simple) -> bool:
    """Whether a text that was made for the type may still not fit."""
    if simple.members or simple.patterns or simple.absent or simple.builtin == "duration":
        return True
    return simple.item is None and BUILTINS[simple.builtin].family in ("float", "moment") and (simple.low or simple.high) is not None


def solid(simple: Simple) -> Simple:
    """The type without texts that hold white space or are empty, for items of lists."""
    if simple.members:
        return replace(simple, members=tuple(solid(m) for m in simple.members))
    if simple.item is not None or BUILTINS[simple.builtin].family not in ("text", "regular"):
        return simple
    return replace(simple, patterns=(*simple.patterns, _SOLID))


def collapsed(simple: Simple) -> Simple:
    """The type without texts that lose white space when it is collapsed, for members of unions."""
    if simple.members:
        return replace(simple, members=tuple(collapsed(m) for m in simple.members))
    return simple if simple.item is not None or simple.space == "collapse" else replace(simple, space="collapse")
