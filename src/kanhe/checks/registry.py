"""Named Python checks: what a rule may refer to by `check:` when one comparison cannot say it.

A check is a function `(Question) -> bool | None`: True kept, False broken, None does not apply. It takes its figures from the
rule's `with:` and knows no bank.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kanhe.checks.log import Log
from kanhe.contract.promises import Asked
from kanhe.model.contract import Rule
from kanhe.model.formula import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a check is asked: the rule with its params, the scene, and the earlier exchanges with the same peer."""

    rule: Rule
    scene: Scene
    history: Log = field(default_factory=Log)

    def param(self, name: str, default: str = "") -> str:
        """One figure of the rule's `with:`."""
        return str(self.rule.params.get(name, default))

    def document(self) -> Any:
        """The document that the rule is about: the request for on=request, else the reply."""
        return self.scene.request if self.rule.on == "request" else self.scene.reply


Check = Callable[[Question], "bool | None"]
CHECKS: dict[str, Check] = {}
_PAUSES: dict[str, str] = {}


def check(name: str, *, pause: str = "") -> Callable[[Check], Check]:
    """Register a check under the name that contracts use. pause: the figure that says how many seconds must lie between two replies
    before it can judge one."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        if pause:
            _PAUSES[name] = pause
        return function

    return register


def pause_of(rule: Rule) -> float:
    """Seconds that must lie between two replies before the rule's check can judge one; 0 = none."""
    figure = _PAUSES.get(rule.check)
    return float(rule.params.get(figure, "0")) if figure else 0.0


def asker(history: Log) -> Asked:
    """The function by which promises ask the registered checks, with this history behind it."""

    def ask(rule: Rule, scene: Scene) -> bool | None:
        function = CHECKS.get(rule.check)
        return function(Question(rule=rule, scene=scene, history=history)) if function is not None else None

    return ask
