"""Strings of a JSON Schema: lengths and patterns exactly, formats by patterns of their own or as dates."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from kanhe.schema.alphabet import Alphabet, alphabet
from kanhe.schema.bank import Unmakeable, checked
from kanhe.schema.choices import Choices, pick
from kanhe.schema.json.judge import compile_judge
from kanhe.schema.json.plan import Text
from kanhe.schema.moments import extent, written
from kanhe.schema.pattern.ecma import parse
from kanhe.schema.pattern.language import LONGEST, Language
from kanhe.schema.pattern.tree import Tree

Maker = Callable[[Choices], str]
_OPEN, _USUAL, _MOST = 40, 4_000, 200_000
_LABEL = "[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?"
_IPV4 = r"(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}"
_FORMATS = {
    "uuid": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ipv4": _IPV4, "ipv6": "([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|::1|::",
    "hostname": rf"{_LABEL}(\.{_LABEL}){{0,2}}", "idn-hostname": rf"{_LABEL}(\.{_LABEL}){{0,2}}",
    "email": rf"[a-z0-9._+-]*[a-z0-9]@{_LABEL}(\.{_LABEL}){{1,2}}", "idn-email": rf"[a-z0-9]{{1,20}}@{_LABEL}(\.{_LABEL}){{1,2}}",
    "uri-template": r"/[a-z]{1,9}/\{[a-z]{1,9}\}",
    "uri": "(https?://[a-z0-9]{1,9}(/[A-Za-z0-9._~-]{1,9})*|urn:[a-z]{2,8}:[a-z0-9]{1,9})",
    "iri": "https?://[a-z0-9甲乙丙]{1,9}(/[a-z0-9]{1,9})*",
    "uri-reference": "[A-Za-z0-9._~-]*(/[A-Za-z0-9._~-]{1,9})*", "iri-reference": "[a-z0-9甲乙丙]*(/[a-z0-9]{1,9})*",
    "json-pointer": "(/[A-Za-z0-9]{0,9})*", "relative-json-pointer": "[0-9](/[a-z0-9]{1,9})*",
    "regex": "[a-z]{1,9}", "duration": r"P([0-9]{1,4}D|[0-9]{1,3}W|[0-9]{1,3}Y([0-9]{1,2}M)?|T[0-9]{1,4}H([0-9]{1,4}M)?)",
}
DATED = {"date": "date", "date-time": "dateTime", "time": "time"}
KNOWN = frozenset((*_FORMATS, *DATED))
"""The formats that jsonschema-rs checks; others say nothing."""
_ZONES = ("Z", "+08:00", "-00:00", "+14:00")


def maker(text: Text, charset: str) -> Maker:
    """The maker of a string; raises Unmakeable, or BadPattern. Equal strings share one, because each message of an obligation has a plan
    of its own in which nearly all strings are the same."""
    formats = tuple(name for name in text.formats if name in KNOWN)
    said = json.dumps(text.said) if text.apart or text.barred or formats else ""
    return _maker(text.low, text.high, text.patterns, text.absent, formats, said, charset)


@lru_cache(maxsize=2000)
def _maker(
    low: int, high: int | None, patterns: tuple[Tree, ...], absent: tuple[Tree, ...], formats: tuple[str, ...], said: str, charset: str
) -> Maker:
    letters = _letters(charset)
    if high is not None and low > high:
        raise Unmakeable("最小长度大于最大长度")
    dated = [name for name in formats if name in DATED]
    trees = [*patterns, *(parse(f"^({_FORMATS[name]})$") for name in formats if name in _FORMATS)]
    if dated:
        make = _dated(dated[0])
    elif trees or absent:
        make = _regular(trees, absent, letters, low=low, high=high)
    else:
        make = _free(letters, low, high)
    return checked(make, compile_judge(json.loads(said)).fits, lambda found: (len(found), found)) if said else make


def plain() -> Alphabet:
    """The letters of names."""
    return alphabet()


@lru_cache(maxsize=8)
def _letters(charset: str) -> Alphabet:
    """As for XML, with the control characters that JSON escapes."""
    known = alphabet(charset)
    return replace(known, odd=f"{known.odd}\0\x01\b\x1f", naughty=(*known.naughty, "\0", "a\0b", "\x1b[31m", "\b\b"))


def _free(letters: Alphabet, low: int, high: int | None) -> Maker:
    if low > _MOST:
        raise Unmakeable(f"长度超过 {_MOST}，不生成")
    end = low + _OPEN if high is None else min(high, max(low, _USUAL))
    return lambda choices: letters.text(choices, low, end)


def _regular(trees: Sequence[Tree], absent: Sequence[Tree], letters: Alphabet, *, low: int, high: int | None) -> Maker:
    if low > LONGEST:
        raise Unmakeable(f"有模式而长度超过 {LONGEST}，不生成")
    language = Language(trees or [parse("")], absent, letters, low=low, high=high)
    if not language.lengths:
        raise Unmakeable("模式、长度与类型合在一起没有任何值")
    return language.text


def _dated(name: str) -> Maker:
    kind = DATED[name]
    lowest, usual_low, usual_high, highest = extent(kind)

    def make(choices: Choices) -> str:
        usual = choices.below(10) < 8
        step = usual_low + choices.below(usual_high - usual_low + 1) if usual else choices.between(lowest, highest)
        found = written(kind, step)
        if name == "date":
            return found
        fraction = f".{choices.below(999) + 1:03d}" if choices.below(4) == 3 else ""
        return f"{found}{fraction}{pick(choices, _ZONES)}"

    return make
