"""Finding again where a value of a TOML file stands: tomllib tells values without places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

from kanhe.errors import Position

Step = str | int
_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")


class TomlPlaces:
    """Places of the tables and keys of one text, by way: ("target", "staging", "peer", 0, "address")."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._lines = name, text.splitlines()
        self._found: dict[tuple[Step, ...], tuple[int, int]] = {}
        prefix: tuple[Step, ...] = ()
        arrays: dict[tuple[Step, ...], int] = {}
        for number, line in enumerate(self._lines, 1):
            if header := _HEADER.match(line):
                prefix = self._table(_words(header[2]), arrays, array=header[1] == "[[")
                self._note(prefix, number, header.start(2))
            elif key := _KEY.match(line):
                words = _words(key[1])
                for length in range(1, len(words) + 1):
                    self._note((*prefix, *words[:length]), number, key.start(1))

    def _table(self, words: Sequence[str], arrays: dict[tuple[Step, ...], int], *, array: bool) -> tuple[Step, ...]:
        way: tuple[Step, ...] = ()
        for count, word in enumerate(words, 1):
            way = (*way, word)
            if array and count == len(words):
                arrays[way] = arrays.get(way, -1) + 1
            if way in arrays:
                way = (*way, arrays[way])
        return way

    def _note(self, way: tuple[Step, ...], line: int, column: int) -> None:
        for length in range(1, len(way) + 1):
            self._found.setdefault(way[:length], (line, column + 1))

    def at(self, *way: Step) -> Position:
        """The place of a value; inside an inline table or array the word on its line, else the nearest thing around it."""
        for length in range(len(way), 0, -1):
            place = self._found.get(way[:length])
            if place is None:
                continue
            line, column = place
            for word in way[length:]:
                found = self._lines[line - 1].find(str(word), column - 1) if isinstance(word, str) else -1
                column = found + 1 if found >= 0 else column
            return Position(self._name, line, column)
        return Position(self._name, 1, 1)


def _words(dotted: str) -> list[str]:
    """`a."b c".d` -> the three words."""
    try:
        node, words = tomllib.loads(f"[{dotted}]"), list[str]()
    except tomllib.TOMLDecodeError:
        return [dotted]
    while node:
        word, node = next(iter(node.items()))
        words.append(word)
    return words
