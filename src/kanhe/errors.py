"""Every way in which something other than the peer can be wrong, each with its place and its cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; line and column count from 1, 0 means the whole file."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One located mistake: where, what was found, what would be right, what to type next.

    All texts are Chinese sentences for the person who has to mend it; ids stay English.
    """

    at: Position
    found: str
    right: str = ""
    hint: str = ""
    note: bool = False  # worth knowing, but nothing is wrong

    def __str__(self) -> str:
        lines = [f"{self.at}: {'提示：' if self.note else ''}{self.found}"]
        if self.right:
            lines.append(f"    应为: {self.right}")
        if self.hint:
            lines.append(f"    下一步: {self.hint}")
        return "\n".join(lines)


class KanheError(Exception):
    """Base of everything that Kanhe raises on purpose; carries the exit code of the command line."""

    exit_code = 5


class ContractError(KanheError):
    """One or more contracts (or other data files) are wrong; holds all problems of all files at once."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(p) for p in self.problems))


class UsageError(KanheError):
    """The command, the configuration or a key file is wrong; holds one problem."""

    exit_code = 2

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class WireError(KanheError):
    """The peer's bytes cannot be read. `layer` is one of frame, charset, syntax, seal, limit.

    `offset` counts bytes from the start of the message; -1 where no single byte is to blame.
    A WireError is a fact about the peer: `perform` turns it into data, it never ends a run.
    """

    exit_code = 1

    def __init__(self, layer: str, message: str, *, offset: int = -1) -> None:
        self.layer = layer
        self.message = message
        self.offset = offset
        place = f"（第 {offset} 字节）" if offset >= 0 else ""
        super().__init__(f"[{layer}] {message}{place}")


class HarnessError(KanheError):
    """Our own fault. Never shown as the peer's."""

    exit_code = 5
