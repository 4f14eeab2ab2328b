"""The functions of the expression language. Each takes the scene and its values; each is total or raises Absent."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache, wraps
from typing import Any

from kanhe.contract import calendar, checkdigits, interest
from kanhe.contract.wholes import same_except
from kanhe.model.formula import Absent, Scene

Function = Callable[..., Any]
Entry = tuple[Function, int, int]
LONGEST = 4096
PLAIN = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?", re.ASCII).fullmatch
DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "･": "·"})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Absent("类型：要文本")
    return value


def _round(value: Any, places: Any, mode: str) -> Decimal:
    if isinstance(value, (str, bool)) or not isinstance(places, int):
        raise Absent("类型：要数")
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=mode)


def _day(text: Any) -> date:
    return _date(_text(text)[:8])


@lru_cache(maxsize=4096)
def _date(value: str) -> date:
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        raise Absent(f"日期 {value}") from None


def _moment(text: Any) -> datetime:
    return _datetime(_text(text).ljust(14, "0")[:14])


@lru_cache(maxsize=4096)
def _datetime(value: str) -> datetime:
    try:
        return datetime.strptime(value, "%Y%m%d%H%M%S")
    except ValueError:
        raise Absent(f"时间 {value}") from None


def add_months(text: Any, months: int) -> str:
    """The day that many months later, clipped to the end of the month: 20251130 + 3 = 20260228."""
    start = _day(text)
    number = start.year * 12 + start.month - 1 + int(months)
    year, month = divmod(number, 12)
    return f"{date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])):%Y%m%d}"


def add_days(text: Any, days: int) -> str:
    """The day (or moment) that many days later, in the width that came in."""
    value = _text(text)
    if len(value) >= 14:
        return f"{_moment(value) + timedelta(days=int(days)):%Y%m%d%H%M%S}{value[14:]}"
    return f"{_day(value) + timedelta(days=int(days)):%Y%m%d}"


def add_seconds(text: Any, seconds: int) -> str:
    """The moment that many seconds later."""
    return f"{_moment(text) + timedelta(seconds=int(seconds)):%Y%m%d%H%M%S}"


def years(first: Any, second: Any) -> int:
    """Full years from one day to another, as ages are counted."""
    a, b = _day(first), _day(second)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day))


def normalise(text: Any) -> str:
    """A name as it is compared: NFKC, without spaces (U+3000 too), middle dots unified to U+00B7."""
    folded = unicodedata.normalize("NFKC", _text(text).translate(DOTS)).translate(DOTS)
    return "".join(folded.split())


def number(text: Any) -> Decimal:
    """Plain ASCII digits with at most one point to an exact decimal."""
    if isinstance(text, (int, Decimal)) and not isinstance(text, bool):
        return Decimal(text)
    value = _text(text)
    if not PLAIN(value):
        raise Absent(f"数 {value}")
    return Decimal(value)


def money(value: Any) -> str:
    """An amount as text with exactly two decimals, never an exponent."""
    return format(number(value).quantize(Decimal("0.01")), "f")


def as_text(value: Any) -> str:
    """Any value as text."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def safe_pattern(pattern: Any) -> str:
    """What is wrong with a pattern of `matches`, '' where it is fine: constant, short, without nested repetition."""
    if not isinstance(pattern, str):
        return "不是常量文本"
    if len(pattern) > 200:
        return "长于 200 个字符"
    if re.search(r"[+*}]\)[+*{?]|\([^)]*[+*][^)]*\)[+*{]", pattern):
        return "有嵌套的重复，可能极慢"
    if re.search(r"\([^)]*\|[^)]*\)[+*{]", pattern):
        return "重复了有分支的组，可能极慢"
    try:
        _pattern(pattern)
    except re.error as error:
        return f"写法有误（{error}）"
    return ""


def matches(scene: Scene, text: Any, pattern: Any) -> bool:
    """Whether the whole text matches; ASCII classes, texts of at most 4,096 characters."""
    value = _text(text)
    return len(value) <= LONGEST and _pattern(pattern).fullmatch(value) is not None


def gbk_bytes(scene: Scene, text: Any) -> int:
    """The number of GBK bytes; Absent where a character is not in GBK."""
    try:
        return len(_text(text).encode("gbk"))
    except UnicodeEncodeError:
        raise Absent("GBK 不能表示") from None


def _now(scene: Scene) -> str:
    if not scene.now:
        raise Absent("时钟")
    return scene.now[:14]


def _parameter(scene: Scene, name: Any) -> Any:
    if name not in scene.parameters:
        raise Absent(f"parameter.{name}")
    return scene.parameters[name]


def _known(scene: Scene, lists: Mapping[str, Mapping[str, str]], name: str, code: Any) -> bool:
    return code in lists[name]


def _name_of(scene: Scene, lists: Mapping[str, Mapping[str, str]], name: str, code: Any) -> str:
    if code not in lists[name]:
        raise Absent(f"{name}.{code}")
    return lists[name][code]


def _plain(function: Callable[..., Any]) -> Function:
    """A function that looks at its values alone; `bare` gives it back."""
    return wraps(function)(lambda scene, *values: function(*values))


def bare(function: Function) -> Callable[..., Any] | None:
    """A function of the list without the scene, None where it needs the scene."""
    return getattr(function, "__wrapped__", None)


def _row(value: Any) -> Any:
    """A text, or a list of rows: what can be cut."""
    return value if isinstance(value, list) else _text(value)


def _cut(value: Any, start: Any, size: Any) -> Any:
    first, many = _places(start), _places(size)
    return _row(value)[first : first + many]


def _places(value: Any) -> int:
    """So many rows or characters: `number(request.page)` of a text counts as well as a whole number does."""
    if isinstance(value, str) or value < 0 or value != int(value):
        raise Absent("位置：不是零或正整数")
    return int(value)


FUNCTIONS: dict[str, Entry] = {
    "abs": (_plain(lambda x: abs(number(x))), 1, 1),
    "half_up": (_plain(lambda x, n: _round(x, n, ROUND_HALF_UP)), 2, 2),
    "half_even": (_plain(lambda x, n: _round(x, n, ROUND_HALF_EVEN)), 2, 2),
    "length": (_plain(lambda t: len(_text(t))), 1, 1),
    "gbk_bytes": (gbk_bytes, 1, 1),
    "matches": (matches, 2, 2),
    "upper": (_plain(lambda t: _text(t).upper()), 1, 1),
    "trim": (_plain(lambda t: _text(t).strip()), 1, 1),
    "normalise": (_plain(normalise), 1, 1),
    "left": (_plain(lambda t, n: _cut(t, 0, n)), 2, 2),
    "right": (_plain(lambda t, n: _row(t)[max(len(_row(t)) - _places(n), 0) :]), 2, 2),
    "mid": (_plain(_cut), 3, 3),
    "reverse": (_plain(lambda rows: _row(rows)[::-1]), 1, 1),
    "number": (_plain(number), 1, 1),
    "text": (_plain(as_text), 1, 1),
    "money": (_plain(money), 1, 1),
    "date": (_plain(lambda t: f"{_day(t):%Y%m%d}"), 1, 1),
    "days": (_plain(lambda a, b: (_day(b) - _day(a)).days), 2, 2),
    "seconds": (_plain(lambda a, b: int((_moment(b) - _moment(a)).total_seconds())), 2, 2),
    "add_days": (_plain(add_days), 2, 2),
    "add_months": (_plain(add_months), 2, 2),
    "add_seconds": (_plain(add_seconds), 2, 2),
    "years": (_plain(years), 2, 2),
    "now": (_now, 0, 0),
    "today": (lambda scene: _now(scene)[:8], 0, 0),
    "parameter": (_parameter, 1, 1),
    "known": (_known, 2, 2),
    "name_of": (_name_of, 2, 2),
    "index": (lambda scene: scene.index, 0, 0),
    "uscc": (_plain(checkdigits.uscc), 1, 1),
    "resident_id": (_plain(checkdigits.resident_id), 1, 1),
    "bank_no": (_plain(checkdigits.bank_no), 1, 1),
    "luhn": (_plain(checkdigits.luhn), 1, 1),
    "working_day": (_plain(calendar.working_day), 1, 1),
    "next_working_day": (_plain(calendar.next_working_day), 1, 1),
    "add_working_days": (_plain(calendar.add_working_days), 2, 2),
    "interest_months": (_plain(interest.interest_months), 3, 3),
    "interest_days": (_plain(interest.interest_days), 3, 3),
    "whole_terms": (_plain(lambda a, n, b: interest.whole_terms(_day(a), int(n), _day(b))), 3, 3),
    "same_except": (_plain(same_except), 3, 3),
    "choose": (lambda scene, *items: scene.draw.choose(items), 1, 20),
    "unique": (lambda scene, n: scene.draw.unique(n), 1, 1),
    "unique_text": (lambda scene, n: scene.draw.unique_text(n), 1, 1),
    "random": (lambda scene, low, high: scene.draw.integer(low, high), 2, 2),
}
CUTS = frozenset({"left", "right", "mid", "reverse"})
FRESH = frozenset({"choose", "unique", "unique_text", "random"})


def _key(parts: list[Any], scene: Scene) -> tuple[str, ...]:
    values = [part(scene) for part in parts]
    return tuple([value if isinstance(value, str) else as_text(value) for value in values])


def _books(scene: Scene) -> Any:
    if scene.books is None:
        raise Absent("books")
    return scene.books


def _field(kind: str, parts: list[Any]) -> Any:
    *key, name = parts
    return lambda scene: _books(scene).field(kind, _key(key, scene), name(scene))


def _of(method: str) -> Callable[[str, list[Any]], Any]:
    return lambda kind, parts: lambda scene: getattr(_books(scene), method)(kind, _key(parts, scene))


SHELF: dict[str, Callable[[str, list[Any]], Any]] = {
    "exists": _of("exists"), "status": _of("status"), "balance": _of("balance"), "held": _of("held"), "entries": _of("entries"),
    "field": _field,
    "things": lambda kind, parts: lambda scene: _books(scene).things(kind),
}
