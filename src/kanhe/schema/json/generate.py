"""The door to a JSON Schema: valid messages, every obligation, and messages that break one named keyword."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kanhe.errors import ContractError, Problem
from kanhe.schema.alphabet import CODECS
from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Choices, Seeded
from kanhe.schema.json.canonical import Unmodelled, plan_of
from kanhe.schema.json.cases import Case, cases
from kanhe.schema.json.graft import grafts
from kanhe.schema.json.grower import Grower
from kanhe.schema.json.judge import Judge, compile_judge, read, unsatisfiable
from kanhe.schema.json.plan import Plan
from kanhe.schema.json.source import Source
from kanhe.schema.json.writer import write
from kanhe.schema.obligation import Sent
from kanhe.schema.pattern.tree import BadPattern
from kanhe.schema.profile import LEAN, RICH, SMALLEST, Profile

_TRIES, _PROBES = 40, 12


@dataclass(frozen=True)
class Schema:
    """A compiled JSON Schema, jsonschema-rs's opinion of it, and the charset that its messages are written in."""

    source: Source
    plan: Plan
    judge: Judge
    charset: str = "UTF-8"
    suffix = ".json"

    @property
    def codec(self) -> str:
        """Python's name of the charset."""
        return CODECS[self.charset]

    @cached_property
    def _growers(self) -> dict[Profile, Grower]:
        return {}

    def problems(self) -> list[Problem]:
        """What cannot be generated: subschemas that admit nothing, the innermost at their place; else what some probes come upon."""
        target = self.source.target
        empty = [pointer for pointer in unsatisfiable(self.source.whole) if pointer[: len(target)] == target]
        inner = [one for one in empty if not any(other != one and other[: len(one)] == one for other in empty)]
        if inner:
            return sorted(Problem(self.source.at(pointer), "这一部分不允许任何值", "至少有一个满足全部限制的值") for pointer in inner)
        for seed in range(_PROBES):
            try:
                self.value(Seeded(seed), RICH if seed % 2 else SMALLEST)
            except ContractError as error:
                return list(error.problems)
        return []

    def value(self, choices: Choices, profile: Profile = LEAN) -> Any:
        """One valid value; raises ContractError where none was found."""
        if profile not in self._growers:
            self._growers[profile] = Grower(self.plan, self.codec, profile)
        why = "整份模式的条件合在一起没有找到任何值"
        for number in range(_TRIES):
            try:
                found = self._growers[profile].value(choices if number < _TRIES // 2 else Seeded(number))
            except (Unmakeable, BadPattern) as error:
                why = str(error)
                continue
            if self.judge.fits(found):
                return found
        raise ContractError([Problem(self.source.at(self.source.target), f"不能生成有效的值：{why}", "至少有一个满足全部限制的值",
                                     "改正模式；确有这样的值，请报告问题")])

    def document(self, choices: Choices, profile: Profile = LEAN) -> bytes:
        """One valid message."""
        return write(self.value(choices, profile), self.codec)

    def admits(self, message: bytes) -> bool:
        """Whether jsonschema-rs takes the message for valid."""
        return self.judge.admits(message, self.codec)

    def documents(self, seed: int, profile: Profile = LEAN) -> Iterator[bytes]:
        """Endlessly many valid messages; equal seeds give equal messages."""
        choices = Seeded(seed)
        while True:
            yield self.document(choices, profile)

    def obligations(self) -> Iterator[Case]:
        """Every (keyword, path) of the schema, both sides."""
        return cases(self.source)

    def messages(self, chosen: Iterable[Case], *, seed: int = 0) -> Iterator[Sent]:
        """The smallest message of each obligation; none where the keyword cannot be reached, or not be broken alone."""
        for number, case in enumerate(chosen):
            yield self.message(case, Seeded(f"{seed} {number}"), SMALLEST)

    def message(self, case: Case, choices: Choices, profile: Profile = LEAN, *, within: bytes = b"") -> Sent:
        """The message of one obligation, with as much around it as the profile says. within: a valid message that is to stay as it is but
        for what the obligation is about."""
        base = read(within, self.codec) if within else None
        for schema in case.schemas:
            try:
                grower = Grower(plan_of(schema), self.codec, profile)
                for _ in range(_PROBES):
                    made = grower.value(choices)
                    for value in grafts(base, made, case.instance) if within else (made,):
                        data = write(value, self.codec)
                        if case.holds(self.judge.faults(data, self.codec)):
                            return Sent(case.obligation, data)
            except (Unmakeable, BadPattern, ValueError):
                continue
        return Sent(case.obligation, None)


def read_schema(source: Source, *, charset: str = "UTF-8") -> Schema:
    """The schema of a document; raises ContractError with located problems."""
    problems = list(source.problems())
    if problems:
        raise ContractError(problems)
    try:
        judge = compile_judge(source.whole)
        plan = plan_of(source.whole)
    except Unmodelled as error:
        pointer = tuple(part.replace("~1", "/").replace("~0", "~") for part in error.pointer.split("/")[1:])
        raise ContractError([Problem(source.at(pointer), f"不支持这一部分（{error.why}）", "可以化为规范形式的模式")]) from None
    except ValueError as error:
        raise ContractError([Problem(source.at(source.target), f"模式有误：{error}", "合法的 JSON Schema 2020-12")]) from None
    return Schema(source, plan, judge, charset)
