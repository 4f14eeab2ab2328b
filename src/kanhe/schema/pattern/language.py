"""The texts that several patterns admit together, walked state by state: every step can still be finished, nothing is rejected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kanhe.schema.alphabet import Alphabet
from kanhe.schema.choices import Choices
from kanhe.schema.pattern.arena import NOTHING, Arena
from kanhe.schema.pattern.chars import EVERY, Chars, has, meet
from kanhe.schema.pattern.classes import Class
from kanhe.schema.pattern.tree import BadPattern, Join, One, Times, Tree, classes

MOST_STATES = 20_000
LONGEST = 5_000  # of a text with a pattern
_OPEN = 40  # how much longer than need be a text without an upper limit may become


class Language:
    """Texts that match every tree of `wanted` and no tree of `unwanted`, with low to high characters of the alphabet.

    Raises BadPattern where there are too many states. A language may be empty: see `lengths`.
    """

    def __init__(
        self, wanted: Sequence[Tree], unwanted: Sequence[Tree], alphabet: Alphabet, *, low: int = 0, high: int | None = None
    ) -> None:
        self._arena = Arena()
        self._atoms = _atoms([c for tree in (*wanted, *unwanted) for c in classes(tree)])
        self._masks: dict[Class, int] = {}
        parts = [self._number(tree) for tree in wanted] + [self._arena.without(self._number(tree)) for tree in unwanted]
        self._start = self._arena.both(*parts)
        self._alphabet = alphabet
        self._pools: dict[int, str] = {}
        self._low, self._high = low, high
        self._menus: dict[tuple[int, int], tuple[str, dict[str, int]]] = {}

    def _number(self, tree: Tree) -> int:
        if isinstance(tree, One):
            if tree.chars not in self._masks:
                self._masks[tree.chars] = sum(1 << k for k, atom in enumerate(self._atoms) if has(tree.chars.inside, atom[0][0]))
            return self._arena.chars(self._masks[tree.chars])
        if isinstance(tree, Times):
            return self._arena.times(self._number(tree.part), tree.low, tree.high)
        numbers = [self._number(part) for part in tree.parts]
        if not isinstance(tree, Join):
            return self._arena.either(*numbers)
        found = 1
        for number in reversed(numbers):
            found = self._arena.then(number, found)
        return found

    def _pool(self, atom: int) -> str:
        if atom not in self._pools:
            self._pools[atom] = self._alphabet.pool(self._atoms[atom])
        return self._pools[atom]

    @cached_property
    def _moves(self) -> dict[int, list[tuple[int, int]]]:
        """State -> (atom, next state), for atoms that have a character in the alphabet; in the order of finding."""
        found: dict[int, list[tuple[int, int]]] = {}
        waiting = [self._start]
        for state in waiting:
            if state in found:
                continue
            if len(found) >= MOST_STATES:
                raise BadPattern("", f"过于复杂，超过 {MOST_STATES} 个状态，不支持")
            moves = found[state] = []
            for atom in range(len(self._atoms)):
                to = self._arena.derive(state, atom)
                if to != NOTHING and self._pool(atom):
                    moves.append((atom, to))
                    if to not in found:
                        waiting.append(to)
        return found

    @cached_property
    def _left(self) -> dict[int, int]:
        """State -> bit mask of how many characters can lie between it and an end."""
        for cap in (LONGEST,) if self._high is not None else (self._low + _OPEN, LONGEST):
            cap = min(cap, self._high if self._high is not None else cap)
            keep = (1 << (cap + 1)) - 1
            left = {state: int(self._arena.nullable(state)) for state in self._moves}
            before: dict[int, list[int]] = {state: [] for state in left}
            for state, moves in self._moves.items():
                for to in {to for _, to in moves}:
                    before[to].append(state)
            waiting = dict.fromkeys(reversed(left))
            while waiting:
                state = next(iter(waiting))
                del waiting[state]
                mask = int(self._arena.nullable(state))
                for _, to in self._moves[state]:
                    mask |= left[to] << 1
                mask &= keep
                if mask != left[state]:
                    left[state] = mask
                    waiting.update(dict.fromkeys(before[state]))
            if left[self._start] >> self._low:
                break
        return left

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """The lengths that occur, ascending; none: there is no such text."""
        mask = self._left[self._start] >> self._low
        return tuple(self._low + k for k in range(mask.bit_length()) if mask >> k & 1)

    def matches(self, text: str) -> bool:
        """Whether the patterns admit the text, whatever its length; False where a character is disputed."""
        state = self._start
        for sign in text:
            code = ord(sign)
            atom = next((k for k, one in enumerate(self._atoms) if has(one, code)), None)
            if atom is None:
                return False
            state = self._arena.derive(state, atom)
        return self._arena.nullable(state)

    def text(self, choices: Choices) -> str:
        """One text; the language must not be empty."""
        lengths = self.lengths
        return self.of_length(choices, lengths[choices.between(0, len(lengths) - 1)])

    def of_length(self, choices: Choices, length: int) -> str:
        """One text of a length that occurs."""
        state, found, menus = self._start, [], self._menus
        for left in range(length - 1, -1, -1):
            pool, to = menus.get((state, left)) or self._menu(state, left)
            sign = pool[choices.below(len(pool))] if len(pool) > 1 else pool
            found.append(sign)
            state = to[sign]
        return "".join(found)

    def _menu(self, state: int, left: int) -> tuple[str, dict[str, int]]:
        """The characters that can follow where so many more must come, with the state that each leads to."""
        found: dict[str, int] = {}
        for atom, to in self._moves[state]:
            if self._left[to] >> left & 1:
                found.update(dict.fromkeys(self._pool(atom), to))
        if len(self._menus) > 50_000:
            self._menus.clear()
        menu = self._menus[state, left] = "".join(found), found
        return menu


def _atoms(found: Sequence[Class]) -> list[Chars]:
    """The sets that no class tells apart, without the characters that a class is unsure of; one more for those of no class."""
    atoms: list[Chars] = [EVERY]
    for one in dict.fromkeys(found):
        atoms = [part for atom in atoms for part in (meet(atom, one.inside), meet(atom, one.outside)) if part]
    return atoms
