"""Field types as contracts write them, `G(60)` or `Y(13.2)`, read into FieldType values.

Source of the notation: the domain document, "Types"; the table in docs/contract-language.md.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import FieldType
from kanhe.model.words import Kind

NAMES = ("N(6)", "N(1..8)", "AN(32)", "AN(=18)", "G(60)", "C(60)", "D8", "T6", "DT14", "DT17", "Y(13.2)", "F(17)", "W(13.6)",
         "dec(14.4)", "int", "int(1..500)", "bool", "code(名称)", "one_of(A B)", "list")
_SHAPE = re.compile(r"([A-Za-z_]+[0-9]*)(?:\((.*)\))?", re.ASCII | re.DOTALL)
_RANGE = re.compile(r"([0-9]{1,6})(?:\.\.([0-9]{1,6}))?", re.ASCII)
_PLACES = re.compile(r"(±?)([0-9]{1,2})\.([0-9]{1,2})", re.ASCII)
_MOMENTS = {"D8": (Kind.DATE, 8), "T6": (Kind.TIME, 6), "DT14": (Kind.MOMENT, 14), "DT17": (Kind.MOMENT, 17)}
Lists = Mapping[str, Mapping[str, str]]


def parse_type(text: str, *, charset: str, codelists: Lists, at: Position, json: str = "") -> FieldType:
    """The type that a text stands for; raises ContractError with one located problem.

    json: `number` or `string` says how JSON carries the value ('' = the type's habit).
    """
    shape = _SHAPE.fullmatch(text.strip())
    make = _MAKERS.get(shape[1]) if shape else None
    if shape is None or make is None:
        raise _wrong(text, at)
    found = make(text.strip(), shape[2] or "", codelists, at)
    number = {"number": True, "string": False}.get(json, found.json_number)
    if number and found.unit_fen == 100:  # 1.5 and 1.50 are one JSON number
        found = replace(found, pattern=_number(text.count("±"), found.max_length, f"(\\.[0-9]{{1,{found.scale}}})?"))
    return found if found.json_number is number else replace(found, json_number=number)


def _wrong(text: str, at: Position, right: str = "") -> ContractError:
    near = difflib.get_close_matches(text, NAMES, 1, 0.5)
    hint = f"是不是想写 {near[0]}？" if near and not right else "各种类型怎么写，见 docs/contract-language.md 的 Types 一节"
    return ContractError([Problem(at, f"不认识的类型 {text}", right or "、".join(NAMES), hint)])


def _digits(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    low, high = _range(text, inside, at, exact=True)
    return FieldType(text=text, kind=Kind.DIGITS, pattern=re.compile(f"[0-9]{{{low},{high}}}", re.ASCII), min_length=low,
                     max_length=high)


def _letters(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    exact = inside.startswith("=")
    low, high = _range(text, inside.removeprefix("="), at, exact=exact)
    return FieldType(text=text, kind=Kind.TEXT, pattern=re.compile(f"[A-Za-z0-9._-]{{{low},{high}}}", re.ASCII),
                     min_length=low, max_length=high)


def _text(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    low, high = _range(text, inside, at, exact=False)
    return FieldType(text=text, kind=Kind.TEXT, min_length=low, max_bytes=high)


def _signs(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    low, high = _range(text, inside, at, exact=False)
    return FieldType(text=text, kind=Kind.TEXT, min_length=low, max_length=high, max_bytes=4 * high)


def _number(sign: object, digits: int, fraction: str) -> re.Pattern[str]:
    return re.compile(f"{'-?' if sign else ''}(0|[1-9][0-9]{{0,{digits - 1}}}){fraction}", re.ASCII)


def _range(text: str, inside: str, at: Position, *, exact: bool) -> tuple[int, int]:
    found = _RANGE.fullmatch(inside)
    if not found or (found[2] and int(found[1]) > int(found[2])) or int(found[2] or found[1]) == 0:
        raise _wrong(text, at, "括号里写长度，如 (6) 或 (1..8)")
    if found[2]:
        return int(found[1]), int(found[2])
    return (int(found[1]) if exact else 1), int(found[1])


def _money(unit: int) -> Callable[[str, str, Lists, Position], FieldType]:
    def make(text: str, inside: str, _: Lists, at: Position) -> FieldType:
        if unit == 1:
            low, high = _range(text, inside.removeprefix("±"), at, exact=False)
            sign = "-?" if inside.startswith("±") else ""
            return FieldType(text=text, kind=Kind.MONEY, pattern=re.compile(f"{sign}(0|[1-9][0-9]{{0,{high - 1}}})", re.ASCII),
                             max_length=high, unit_fen=1, json_number=True, min_length=low)
        found = _PLACES.fullmatch(inside)
        if not found:
            raise _wrong(text, at, "括号里写 整数位.小数位，如 (13.2)")
        digits, places = int(found[2]), int(found[3])
        fraction = f"\\.[0-9]{{{places}}}" if unit == 100 else f"(\\.[0-9]{{1,{places}}})?"
        pattern = _number(found[1], digits, fraction)
        return FieldType(text=text, kind=Kind.MONEY, pattern=pattern, max_length=digits, unit_fen=unit, scale=places)

    return make


def _decimal(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    found = _PLACES.fullmatch(inside)
    if not found:
        raise _wrong(text, at, "括号里写 整数位.小数位，如 dec(14.4)")
    digits, places = int(found[2]), int(found[3])
    return FieldType(text=text, kind=Kind.DECIMAL, max_length=digits, scale=places, json_number=True,
                     pattern=_number(found[1], digits, f"(\\.[0-9]{{1,{places}}})?"))


def _moment(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    if inside or text not in _MOMENTS:
        raise _wrong(text, at)
    kind, width = _MOMENTS[text]
    return FieldType(text=text, kind=kind, pattern=re.compile(f"[0-9]{{{width}}}", re.ASCII), min_length=width, max_length=width)


def _integer(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    low, high = _range(text, inside, at, exact=True) if inside else (0, 0)
    return FieldType(text=text, kind=Kind.INTEGER, pattern=re.compile("0|-?[1-9][0-9]{0,17}", re.ASCII), low=low, high=high,
                     json_number=True)


def _boolean(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    if inside:
        raise _wrong(text, at)
    return FieldType(text=text, kind=Kind.BOOLEAN, json_number=True)


def _list(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    if inside:
        raise _wrong(text, at)
    return FieldType(text=text, kind=Kind.TEXT, max_bytes=0)


def _code(text: str, inside: str, lists: Lists, at: Position) -> FieldType:
    if inside not in lists:
        near = difflib.get_close_matches(inside, list(lists), 1)
        raise ContractError([Problem(at, f"没有代码表 {inside}", f"codelists/ 下的代码表：{'、'.join(lists) or '（无）'}",
                                     f"是不是想写 {near[0]}？" if near else f"新建 codelists/{inside}.yaml")])
    return FieldType(text=text, kind=Kind.CODE, codes=dict(lists[inside]))


def _one_of(text: str, inside: str, _: Lists, at: Position) -> FieldType:
    codes = inside.split()
    if not codes or len(set(codes)) != len(codes):
        raise _wrong(text, at, "one_of(A B C)，各不相同")
    return FieldType(text=text, kind=Kind.CODE, codes=dict.fromkeys(codes, ""))


_MAKERS: dict[str, Callable[[str, str, Lists, Position], FieldType]] = {
    "N": _digits, "AN": _letters, "G": _text, "C": _signs, "Y": _money(100), "F": _money(1), "W": _money(1_000_000), "dec": _decimal,
    "int": _integer, "bool": _boolean, "list": _list, "code": _code, "one_of": _one_of,
    "D8": _moment, "T6": _moment, "DT14": _moment, "DT17": _moment,
}
