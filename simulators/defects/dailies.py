"""What several defects of messages that a party sends of its own accord do: say something else in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Step

Values = Mapping[str, Value]


def saying(*operations: str) -> Callable[[Callable[[Values], Values]], Callable[[str, Any], Any]]:
    """A hook `behave` out of a function of the values of every message of these operations, whatever behaviour sends it."""

    def hook_of(change: Callable[[Values], Values]) -> Callable[[str, Any], Any]:
        def changed(honest: Callable[..., Step], *arguments: Any, **options: Any) -> Step:
            step = honest(*arguments, **options)
            return replace(step, sends=tuple(
                replace(send, values=change(send.values)) if send.operation in operations else send for send in step.sends))

        return lambda name, honest: partial(changed, honest)

    return hook_of
