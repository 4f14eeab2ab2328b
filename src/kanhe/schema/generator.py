"""What every kind of schema offers once it is read: messages, obligations, and the opinion of an independent validator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from kanhe.errors import Problem
from kanhe.schema.choices import Choices
from kanhe.schema.obligation import Sent
from kanhe.schema.profile import Profile


class Generator(Protocol):
    """A schema that makes messages."""

    @property
    def suffix(self) -> str:
        """The usual ending of a message's file."""

    def problems(self) -> list[Problem]:
        """What of the schema cannot be generated, each thing at its place; none for a schema that is wholly supported."""

    def document(self, choices: Choices, profile: Profile) -> bytes:
        """One valid message."""

    def obligations(self) -> Iterator[Any]:
        """Every (constraint, path), both sides, as cases; a case has an `obligation`."""

    def message(self, case: Any, choices: Choices, profile: Profile, *, within: bytes = b"") -> Sent:
        """The message of a case, with as much around it as the profile says. within: a valid message that is to stay as it is but for
        what the case is about."""

    def admits(self, message: bytes) -> bool:
        """Whether the validator takes the message for valid."""
