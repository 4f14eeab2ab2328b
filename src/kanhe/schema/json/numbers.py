"""Numbers of a JSON Schema, exactly: integers as int, others as Decimal."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

from kanhe.schema.bank import Unmakeable, checked
from kanhe.schema.choices import Choices, whole
from kanhe.schema.json.plan import Number

Maker = Callable[[Choices], int | Decimal]
_WIDEST = 10 ** 15  # where the schema sets no limit
_SCALES = (0, 2, 1, 3, 6)
_EXACT = Context(prec=200)
_OTHER_FORM = 15  # one of 16 integers is written with a fraction of zero, which is the same number


def maker(number: Number) -> Maker:
    """The maker of a number; raises Unmakeable where the limits leave none."""
    steps = _steps(number)
    ranges = [(step, *_range(number, step)) for step in steps]
    usable = [(step, low, high) for step, low, high in ranges if low <= high]
    if not usable:
        raise Unmakeable("数值范围里没有任何值")

    def make(choices: Choices) -> int | Decimal:
        step, low, high = usable[choices.below(len(usable))] if len(usable) > 1 else usable[0]
        if low < 0 <= high:
            count = -whole(choices, 0, -low) if choices.below(3) == 2 else whole(choices, 0, high)
        else:
            count = whole(choices, low, high) if high >= 0 else -whole(choices, -high, -low)
        return _written(step * count, choices)

    if not number.apart and not number.broken:
        return make
    return checked(make, lambda found: _fits(number, found), lambda found: (abs(found), found < 0))


def _steps(number: Number) -> list[Fraction]:
    """The grids that values may lie on."""
    wanted = [Fraction(one) for one in number.multiples] + ([Fraction(1)] if number.whole else [])
    if wanted:
        step = wanted[0]
        for other in wanted[1:]:
            step = _common(step, other)
        return [step]
    scales = [*_SCALES, *((9,) if number.apart else ())]
    return [Fraction(1, 10 ** scale) for scale in scales]


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The least number that is a multiple of both."""
    bottom = math.lcm(one.denominator, other.denominator)
    return Fraction(math.lcm(int(one * bottom), int(other * bottom)), bottom)


def _range(number: Number, step: Fraction) -> tuple[int, int]:
    """The first and last multiple of the step within the limits."""
    low = Fraction(number.low) if number.low is not None else min(-Fraction(_WIDEST), Fraction(number.high or 0) - _WIDEST)
    high = Fraction(number.high) if number.high is not None else max(Fraction(_WIDEST), low + _WIDEST)
    first, last = math.ceil(low / step), math.floor(high / step)
    if number.open_low and number.low is not None and first * step == low:
        first += 1
    if number.open_high and number.high is not None and last * step == high:
        last -= 1
    return first, last


def _written(value: Fraction, choices: Choices) -> int | Decimal:
    if value.denominator == 1:
        found = int(value)
        return Decimal(found).quantize(Decimal("0.0")) if choices.below(16) == _OTHER_FORM and abs(found) < 10 ** 20 else found
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _fits(number: Number, found: int | Decimal) -> bool:
    value = Fraction(found)
    if number.broken and value.denominator == 1:
        return False
    return not any((value / Fraction(one)).denominator == 1 for one in number.apart)
