"""Regular expressions that are derived by a character (Brzozowski), with intersection and complement.

Every expression is a number; equal ones have equal numbers, which keeps the number of states small. Characters are *atoms*: the largest
sets that no class of the patterns at hand tells apart; a set of atoms is a bit mask.
"""

from __future__ import annotations

NOTHING, EMPTY = 0, 1
_CHARS, _THEN, _EITHER, _BOTH, _NOT, _TIMES = range(2, 8)


class Arena:
    """Makes expressions and derives them."""

    def __init__(self) -> None:
        self._forms: list[tuple[int, ...]] = [(NOTHING,), (EMPTY,)]
        self._numbers: dict[tuple[int, ...], int] = {form: number for number, form in enumerate(self._forms)}
        self._nullable: list[bool] = [False, True]
        self._derived: dict[tuple[int, int], int] = {}

    def _make(self, form: tuple[int, ...], nullable: bool) -> int:
        number = self._numbers.get(form)
        if number is None:
            number = self._numbers[form] = len(self._forms)
            self._forms.append(form)
            self._nullable.append(nullable)
        return number

    def nullable(self, number: int) -> bool:
        """Whether the expression matches the empty text."""
        return self._nullable[number]

    def chars(self, mask: int) -> int:
        """One character of these atoms."""
        return self._make((_CHARS, mask), False) if mask else NOTHING

    def then(self, one: int, other: int) -> int:
        """One after the other."""
        if one == NOTHING or other == NOTHING:
            return NOTHING
        if one == EMPTY or other == EMPTY:
            return other if one == EMPTY else one
        form = self._forms[one]
        if form[0] == _THEN:
            return self.then(form[1], self.then(form[2], other))
        return self._make((_THEN, one, other), self._nullable[one] and self._nullable[other])

    def either(self, *numbers: int) -> int:
        """Any of the expressions."""
        mask, found = 0, set()
        for number in numbers:
            form = self._forms[number]
            for part in form[1:] if form[0] == _EITHER else (number,):
                inner = self._forms[part]
                if inner[0] == _CHARS:
                    mask |= inner[1]
                elif part != NOTHING:
                    found.add(part)
        if mask:
            found.add(self.chars(mask))
        if len(found) < 2:
            return found.pop() if found else NOTHING
        return self._make((_EITHER, *sorted(found)), any(self._nullable[n] for n in found))

    def both(self, *numbers: int) -> int:
        """All of the expressions at once."""
        found: set[int] = set()
        for number in numbers:
            form = self._forms[number]
            found.update(form[1:] if form[0] == _BOTH else (number,))
        found.discard(self.without(NOTHING))
        if NOTHING in found:
            return NOTHING
        if len(found) < 2:
            return found.pop() if found else self.without(NOTHING)
        return self._make((_BOTH, *sorted(found)), all(self._nullable[n] for n in found))

    def without(self, number: int) -> int:
        """Every text that the expression does not match."""
        form = self._forms[number]
        return form[1] if form[0] == _NOT else self._make((_NOT, number), not self._nullable[number])

    def times(self, number: int, low: int, high: int | None) -> int:
        """The expression so many times."""
        if number in (NOTHING, EMPTY) or high == 0:
            return NOTHING if number == NOTHING and low else EMPTY
        if self._nullable[number]:
            low = 0
        if (low, high) == (1, 1):
            return number
        return self._make((_TIMES, number, low, -1 if high is None else high), low == 0)

    def derive(self, number: int, atom: int) -> int:
        """What may follow after a character of the atom."""
        if number <= EMPTY:
            return NOTHING
        known = self._derived.get((number, atom))
        if known is None:
            known = self._derived[number, atom] = self._derive(self._forms[number], atom)
        return known

    def _derive(self, form: tuple[int, ...], atom: int) -> int:
        kind, parts = form[0], form[1:]
        if kind == _CHARS:
            return EMPTY if parts[0] >> atom & 1 else NOTHING
        if kind == _THEN:
            first = self.then(self.derive(parts[0], atom), parts[1])
            return self.either(first, self.derive(parts[1], atom)) if self._nullable[parts[0]] else first
        if kind == _EITHER:
            return self.either(*(self.derive(part, atom) for part in parts))
        if kind == _BOTH:
            return self.both(*(self.derive(part, atom) for part in parts))
        if kind == _NOT:
            return self.without(self.derive(parts[0], atom))
        number, low, high = parts
        rest = self.times(number, max(low - 1, 0), None if high < 0 else high - 1)
        return self.then(self.derive(number, atom), rest)
