"""Numbers, moments, durations and octets as texts: functions from choices to a text, for a simple type with its limits."""

from __future__ import annotations

import base64
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from kanhe.schema.choices import Choices, large, pick, whole
from kanhe.schema.moments import extent, step_of, written
from kanhe.schema.xsd.builtin import BUILTINS, value
from kanhe.schema.xsd.plan import Bound, Simple

Maker = Callable[[Choices], str]
_DIGITS, _FRACTION = 18, 6  # where the schema sets no limit
_OCTETS, _MOST_OCTETS = 48, 4_000  # without an upper limit; longer ones only where they must be
_SPECIAL = ("INF", "-INF", "NaN", "-0", "1E5", "1.5e-3", "0.1", "1e+2")
_ZONES = ("", "", "", "Z", "+08:00", "-00:00", "+14:00", "-14:00")
_PLAIN_FORM = 14  # of 16 numbers so many are written as one expects


def decimals(simple: Simple) -> Maker:
    """Exact decimals and integers; raises ValueError where the limits leave none."""
    kind = BUILTINS[simple.builtin]
    most = 0 if kind.whole else simple.exact_fraction if simple.exact_fraction is not None else simple.fraction
    most = _FRACTION if most is None else most
    scales = [most] if simple.exact_fraction is not None else list(range(most + 1))
    ranges = {scale: _range(simple, scale) for scale in scales}
    usable = [scale for scale in sorted(scales, key=lambda s: (s not in (0, 2), s)) if ranges[scale][0] <= ranges[scale][1]]
    if not usable:
        raise ValueError("数值范围里没有任何值")
    free = not simple.patterns and simple.exact_digits is None and simple.exact_fraction is None

    def make(choices: Choices) -> str:
        scale = usable[choices.below(len(usable))] if len(usable) > 1 else usable[0]
        low, high = ranges[scale]
        if low < 0 <= high:
            number = whole(choices, 0, high) if high and choices.below(3) != 2 else -whole(choices, 0, -low)
        else:
            number = whole(choices, low, high) if high >= 0 else -whole(choices, -high, -low)
        if (simple.exact_fraction and number % 10 == 0) or (simple.exact_digits and scale and number % 10 == 0):
            number += 1 if number < high else -1
        form = choices.below(16) if free else 0
        text = _text(number, scale)
        if form >= _PLAIN_FORM and number > 0:
            return ("+" if form == _PLAIN_FORM else "0") + text
        return text

    return make


def _text(number: int, scale: int) -> str:
    digits = str(abs(number)).zfill(scale + 1)
    text = f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits
    return f"-{text}" if number < 0 else text


def _range(simple: Simple, scale: int) -> tuple[int, int]:
    """The whole numbers that, so many digits behind the point, lie within all limits; empty: low > high."""
    kind = BUILTINS[simple.builtin]
    digits = simple.exact_digits or simple.digits or max(_DIGITS, scale + 1)
    high = 10 ** digits - 1
    low = -high
    if simple.exact_digits:
        low = 10 ** (digits - 1) if digits > 1 or scale == 0 else 1
        if simple.high is not None and value(simple.builtin, simple.high.text) < low:
            low, high = -high, -low
    if digits < scale:
        return 1, 0
    for bound, is_low in ((_bound(simple.low), True), (_bound(simple.high), False),
                          (_limit(kind.low), True), (_limit(kind.high), False)):
        if bound is None:
            continue
        scaled = bound[0].scaleb(scale)
        step = int(scaled.to_integral_value(ROUND_CEILING if is_low else ROUND_FLOOR))
        if not bound[1] and step == scaled:
            step += 1 if is_low else -1
        low, high = (max(low, step), high) if is_low else (low, min(high, step))
    return low, high


def _bound(bound: Bound | None) -> tuple[Decimal, bool] | None:
    return None if bound is None else (Decimal(bound.text), bound.inclusive)


def _limit(number: int | None) -> tuple[Decimal, bool] | None:
    return None if number is None else (Decimal(number), True)


def floats(simple: Simple) -> Maker:
    """Floating point numbers as texts; near the limits where there are any."""
    if simple.low is None and simple.high is None:
        return lambda choices: pick(choices, _SPECIAL) if choices.below(8) == 7 else _text(
            whole(choices, 0, 10**6) * (1 - 2 * choices.below(2)), choices.below(4))
    low, high = (float(b.text.replace("INF", "inf")) if b else None for b in (simple.low, simple.high))
    start = low if low is not None else (high or 0.0) - 1000.0
    end = high if high is not None else start + 1000.0
    start, end = max(start, -1e300), min(end, 1e300)

    def make(choices: Choices) -> str:
        part = choices.between(0, 1000)
        return repr(end if part == 1000 else start + (end - start) * (part / 1000)).replace("inf", "INF")

    return make


def moments(simple: Simple) -> Maker:
    """Dates and times; with the zone of their limits where there are any. Raises ValueError where the limits leave none."""
    kind = simple.builtin
    lowest, usual_low, usual_high, highest = extent(kind)
    bounds = [b for b in (simple.low, simple.high) if b is not None]
    zone = _zone_of(bounds[0].text, kind) if bounds else None
    start, end = lowest, highest
    if simple.low is not None:
        start = _step(kind, simple.low) + (0 if simple.low.inclusive else 1)
    if simple.high is not None:
        end = _step(kind, simple.high) - (0 if simple.high.inclusive else 1)
    if start > end:
        raise ValueError("时间范围里没有任何值")
    usual = (max(start, usual_low), min(end, usual_high)) if max(start, usual_low) <= min(end, usual_high) else (start, end)

    def make(choices: Choices) -> str:
        taste = choices.below(10)
        low, high = usual if taste < 8 else (start, end)
        text = written(kind, low + large(choices, high - low + 1) if taste < 8 else choices.between(low, high))
        if kind in ("dateTime", "time") and zone is None and choices.below(4) == 3:
            text += f".{choices.below(999) + 1:03d}"
        return text + (pick(choices, _ZONES) if zone is None else zone)

    return make


def _step(kind: str, bound: Bound) -> int:
    found = value(kind, bound.text)
    if found is None:
        raise ValueError(f"不能生成以 {bound.text} 为界的时间")
    zone = _zone_of(bound.text, kind)
    minutes = 0 if zone in ("", "Z") else (int(zone[1:3]) * 60 + int(zone[4:6])) * (-1 if zone[0] == "-" else 1)
    return step_of(kind, Fraction(found[1]) + minutes * 60)


def _zone_of(text: str, kind: str) -> str:
    found = value(kind, text)
    if found is None or not found[0]:
        return ""
    return "Z" if text.endswith("Z") else text[-6:]


def durations(simple: Simple) -> Maker:
    """Durations of one part, so that they compare safely with the limits; the limits themselves."""
    bounds = [b.text for b in (simple.low, simple.high) if b is not None]

    def make(choices: Choices) -> str:
        if bounds and choices.below(2) == 1:
            return pick(choices, bounds)
        number, unit = choices.between(0, 400), pick(choices, ("{}D", "T{}S", "{}M", "{}Y", "T{}H", "T{}M", "1Y2M3DT4H5M{}.5S"))
        sign = "-" if choices.below(8) == 7 else ""
        return f"{sign}P{unit.format(number)}"

    return make


def octets(simple: Simple) -> Maker:
    """Base64 of so many octets."""
    low = simple.low_length
    high = low + _OCTETS if simple.high_length is None else min(simple.high_length, max(low, _MOST_OCTETS))

    def make(choices: Choices) -> str:
        count = choices.between(low, high)
        head = bytes(choices.below(256) for _ in range(min(count, 32)))
        return base64.b64encode((head * (count // 32 + 1))[:count] if count > 32 else head).decode()

    return make
