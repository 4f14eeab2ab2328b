"""The door to a schema: valid documents, every obligation, and documents that break one named constraint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kanhe.errors import ContractError, HarnessError, Position, Problem
from kanhe.schema.alphabet import CODECS, alphabet
from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Choices, Seeded
from kanhe.schema.obligation import Sent
from kanhe.schema.profile import LEAN, SMALLEST, Profile
from kanhe.schema.xsd.adopt import adopted
from kanhe.schema.xsd.cases import Case, cases
from kanhe.schema.xsd.documents import read_documents
from kanhe.schema.xsd.grower import Grower, unmakeable
from kanhe.schema.xsd.judge import Judge, compile_judge, tree_of
from kanhe.schema.xsd.mend import Mender, Unmendable
from kanhe.schema.xsd.node import Node, Writer
from kanhe.schema.xsd.plan import Plan, Simple
from kanhe.schema.xsd.reader import Reader
from kanhe.schema.xsd.texts import Texts
from kanhe.schema.xsd.values import Values
from kanhe.schema.xsd.workshop import Vacuous, Workshop

_TRIES = 20


@dataclass(frozen=True)
class Schema:
    """A compiled XSD, libxml2's opinion of it, and the charset that its messages are written in."""

    plan: Plan
    judge: Judge
    charset: str = "UTF-8"
    suffix = ".xml"

    @property
    def codec(self) -> str:
        """Python's name of the charset."""
        return CODECS[self.charset]

    @cached_property
    def texts(self) -> Texts:
        """The makers of simple types."""
        return Texts(alphabet(self.codec))

    @cached_property
    def writer(self) -> Writer:
        """Turns trees into bytes."""
        return Writer(self.plan, self.codec, self.charset)

    @cached_property
    def _growers(self) -> dict[Profile, tuple[Grower, Mender]]:
        return {}

    def problems(self) -> list[Problem]:
        """What cannot be generated, each at its place: simple types without any value that was found."""
        found = []
        for known in self.plan.types:
            simples = [known] if isinstance(known, Simple) else [known.simple, *(a.type for a in known.attributes)]
            for simple in simples:
                if simple is None:
                    continue
                try:
                    self.texts.of(simple)
                except Unmakeable as error:
                    found.append(unmakeable(simple, error))
        return sorted(set(found))

    def document(self, choices: Choices, profile: Profile = LEAN) -> bytes:
        """One valid message; raises ContractError where the schema has none that we can make."""
        return self.writer.bytes(self.tree(choices, profile))

    def tree(self, choices: Choices, profile: Profile = LEAN) -> Node:
        """One valid message as a tree."""
        if profile not in self._growers:
            grower = Grower(self.plan, self.texts, profile)
            self._growers[profile] = grower, Mender(self.plan, grower)
        grower, mender = self._growers[profile]
        if not mender.needed:
            return grower.tree(choices)
        failed: Unmendable | None = None
        for _ in range(_TRIES):
            root = grower.tree(choices)
            try:
                mender.mend(root, choices)
            except Unmendable as error:
                failed = error
                continue
            return root
        if profile is not SMALLEST:
            return self.tree(choices, SMALLEST)
        at = failed.identity.at if failed is not None and failed.identity is not None else Position(self.plan.file)
        raise ContractError([Problem(at, f"不能满足唯一性或引用约束 {failed}", "有足够多的不同值，引用有可指的键")])

    def admits(self, message: bytes) -> bool:
        """Whether libxml2 takes the message for valid."""
        return self.judge.admits(message, self.codec)

    def documents(self, seed: int, profile: Profile = LEAN) -> Iterator[bytes]:
        """Endlessly many valid messages; equal seeds give equal messages."""
        choices = Seeded(seed)
        while True:
            yield self.document(choices, profile)

    @cached_property
    def _values(self) -> Values:
        return Values(self.texts)

    def obligations(self) -> Iterator[Case]:
        """Every (constraint, path) of the schema, both sides."""
        return cases(self.plan, self._values)

    def messages(self, chosen: Iterable[Case], *, seed: int = 0) -> Iterator[Sent]:
        """The smallest message of each obligation; none where the constraint cannot be reached, or not be broken alone."""
        for number, case in enumerate(chosen):
            yield self.message(case, Seeded(f"{seed} {number}"), SMALLEST)

    @cached_property
    def _workshops(self) -> dict[Profile, Workshop]:
        return {}

    def message(self, case: Case, choices: Choices, profile: Profile = LEAN, *, within: bytes = b"") -> Sent:
        """The message of one obligation, with as much around it as the profile says. within: a valid message that is to stay as it is but
        for what the obligation is about."""
        if profile not in self._workshops:
            self._workshops[profile] = Workshop(self.plan, self.texts, profile)
        codec = self.codec
        for edit in case.edits:
            try:
                base = adopted(self.plan, tree_of(within, codec)) if within else None
                data = self.writer.bytes(self._workshops[profile].made(choices, case.route, edit, broken=case.broken, base=base))
            except Vacuous:
                continue
            admitted = self.judge.admits(data, codec)
            if case.obligation.valid and not admitted:
                if within:
                    continue  # what was grown does not go with what was there
                fault = self.judge.faults(data, codec)[0]
                raise HarnessError(f"按 XSD 应有效的报文被 libxml2 拒绝：{case.obligation}：{fault.message}")
            if admitted == case.obligation.valid:
                return Sent(case.obligation, data)
        return Sent(case.obligation, None)


def read_schema(path: Path, name: str, *, element: str = "", charset: str = "UTF-8") -> Schema:
    """The schema of an XSD file that people know as `name`; raises ContractError with located problems.

    element: local name of the global element that messages start with; by default the one that no other refers to.
    """
    documents = read_documents(path, name)
    judge = compile_judge(path, name)
    return Schema(Reader(documents).plan(element), judge, charset)
