"""Character classes of patterns, on the safe side: what is surely inside, what is surely outside; the rest is never generated.

The Unicode tables of libxml2 are older than Python's and lack most of what the Unicode Character Database gives as First–Last: `\\p{L}`
rejects 中. Categories are therefore only claimed for code points where both agree; tests/schema/test_classes.py asks libxml2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kanhe.schema.pattern.chars import EVERY, NONE, Chars, meet, minus, of, union

_SETTLED: Chars = (  # blocks of scripts and signs that a message may hold, all older than Unicode 3.1
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9), (0x410, 0x44F), (0x5D0, 0x5EA), (0x660, 0x669),
    (0x966, 0x96F), (0x2000, 0x2054), (0x2060, 0x2063), (0x20AC, 0x20AC), (0x2100, 0x213A), (0x2160, 0x217F), (0x2190, 0x22FF),
    (0x2460, 0x249B), (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x2613), (0x3000, 0x302D), (0x3030, 0x3037), (0x3041, 0x3094),
    (0x30A1, 0x30FA), (0x30FC, 0x30FE), (0x3105, 0x312C), (0x3220, 0x3243), (0x3280, 0x32B0), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)
_DISPUTED = of("§ª¶º℘Ⅎ")
_HAN: Chars = ((0x3401, 0x4DB4), (0x4E01, 0x9FA4))
_CATEGORIES = ("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
               "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn")
_BLOCKS: dict[str, Chars] = {
    "BasicLatin": ((0x9, 0xA), (0xD, 0xD), (0x20, 0x7F)), "Latin-1Supplement": ((0x80, 0xFF),), "LatinExtended-A": ((0x100, 0x17F),),
    "LatinExtended-B": ((0x180, 0x24F),), "Greek": ((0x370, 0x3FF),), "Cyrillic": ((0x400, 0x4FF),), "Hebrew": ((0x590, 0x5FF),),
    "Arabic": ((0x600, 0x6FF),), "Devanagari": ((0x900, 0x97F),), "Thai": ((0xE00, 0xE7F),), "GeneralPunctuation": ((0x2000, 0x206F),),
    "CurrencySymbols": ((0x20A0, 0x20CF),), "LetterlikeSymbols": ((0x2100, 0x214F),), "NumberForms": ((0x2150, 0x218F),),
    "Arrows": ((0x2190, 0x21FF),), "MathematicalOperators": ((0x2200, 0x22FF),), "EnclosedAlphanumerics": ((0x2460, 0x24FF),),
    "BoxDrawing": ((0x2500, 0x257F),), "GeometricShapes": ((0x25A0, 0x25FF),), "CJKRadicalsSupplement": ((0x2E80, 0x2EFF),),
    "CJKSymbolsandPunctuation": ((0x3000, 0x303F),), "Hiragana": ((0x3040, 0x309F),), "Katakana": ((0x30A0, 0x30FF),),
    "Bopomofo": ((0x3100, 0x312F),), "HangulSyllables": ((0xAC00, 0xD7A3),), "CJKUnifiedIdeographsExtensionA": ((0x3400, 0x4DB5),),
    "CJKUnifiedIdeographs": ((0x4E00, 0x9FFF),), "PrivateUse": ((0xE000, 0xF8FF),), "CJKCompatibilityIdeographs": ((0xF900, 0xFAFF),),
    "CJKCompatibilityForms": ((0xFE30, 0xFE4F),), "HalfwidthandFullwidthForms": ((0xFF00, 0xFFEF),),
}
_LETTERS: Chars = (  # name characters of XML 1.0, fourth edition and before
    (0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9), (0x410, 0x44F),
    (0x5D0, 0x5EA), (0x3041, 0x3094), (0x30A1, 0x30FA), (0x3105, 0x312C), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3),
)
_NEVER_IN_NAMES: Chars = ((0x9, 0xA), (0xD, 0xD), (0x20, 0x2C), (0x2F, 0x2F), (0x3B, 0x40), (0x5B, 0x5E), (0x60, 0x60), (0x7B, 0xB6),
                          (0x2000, 0x2054), (0x3000, 0x3004), (0x3008, 0x3020), (0xFF01, 0xFF5E))


@dataclass(frozen=True, slots=True)
class Class:
    """What surely belongs to it, and what surely does not."""

    inside: Chars
    outside: Chars

    def negated(self) -> Class:
        """Everything else."""
        return Class(self.outside, self.inside)

    def without(self, other: Class) -> Class:
        """What does not belong to the other."""
        return Class(meet(self.inside, other.outside), union(self.outside, other.inside))


def exactly(chars: Chars) -> Class:
    """A class without doubt."""
    return Class(meet(chars, EVERY), minus(EVERY, chars))


def either(classes: Sequence[Class]) -> Class:
    """What belongs to any of the classes."""
    inside, outside = NONE, EVERY
    for one in classes:
        inside, outside = union(inside, one.inside), meet(outside, one.outside)
    return Class(inside, outside)


@cache
def _settled() -> dict[str, Chars]:
    """Category -> its settled code points."""
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in _CATEGORIES}
    for low, high in minus(_SETTLED, _DISPUTED):
        for code in range(low, high + 1):
            name = unicodedata.category(chr(code))
            found[name].append((code, code))
            found[name[0]].append((code, code))
    return {name: union(tuple(codes)) for name, codes in found.items()}


@cache
def escape(letter: str) -> Class:
    """The class of `\\d \\D \\s \\S \\w \\W \\i \\I \\c \\C`; KeyError for another letter."""
    if letter.isupper():
        return escape(letter.lower()).negated()
    if letter == "d":
        return category("Nd")
    if letter == "s":
        return exactly(of(" \t\n\r"))
    if letter == "w":
        # symbols like ∘ belong to it too, but not every library knows
        return Class(union(_HAN, *(_settled()[name] for name in "LMN")), union(of("\t\n\r"), *(_settled()[name] for name in "PZC")))
    if letter == "i":
        return Class(union(_LETTERS, of("_:")), union(_NEVER_IN_NAMES, of(".-0123456789")))
    if letter == "c":
        return Class(union(_LETTERS, of("_:.-·0123456789")), _NEVER_IN_NAMES)
    raise KeyError(letter)


def category(name: str) -> Class:
    """The class of `\\p{name}` for a category; KeyError for an unknown one."""
    inside = _settled()[name]
    return Class(inside, minus(minus(_SETTLED, _DISPUTED), inside))


def block(name: str) -> Class:
    """The class of `\\p{Is…}`; KeyError for a block that is not known here."""
    return exactly(_BLOCKS[name])
