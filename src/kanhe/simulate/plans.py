"""Which plan a request of the peer follows, and what its steps put on the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kanhe.errors import Position, Problem, UsageError
from kanhe.model.formula import Value
from kanhe.model.plan import Choreography, OutcomePlan, Plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How one party's requests are to turn out. always: the plan that is given at start and beats magic values, '' for none."""

    plans: Plans
    always: str = ""

    def __post_init__(self) -> None:
        if self.always and self.always not in self.plans.by_name:
            right = "、".join(self.plans.by_name) or "这一族没有声明 plans"
            raise UsageError(Problem(Position("--plan"), f"没有预案 {self.always}", right))

    def plan(self, operation: str, values: Mapping[str, Value]) -> OutcomePlan | None:
        """The plan of a request: the one given at start, else the first whose magic value fits, else the first of the operation."""
        mine = [plan for plan in self.plans.by_name.values() if plan.of == operation]
        if not mine:
            return None
        always = self.plans.by_name.get(self.always)
        if always is not None and always.of == operation:
            return always
        for meaning, pattern, name in self.plans.magic:
            if meaning in values and fnmatchcase(str(values[meaning]), pattern) and self.plans.by_name[name].of == operation:
                return self.plans.by_name[name]
        return mine[0]

    def choreography(self, operation: str, plan: OutcomePlan | None) -> Choreography:
        """How a message of its own is brought to the peer."""
        if plan is not None and operation in plan.receipts:
            return plan.receipts[operation]
        return self.plans.receipts.get(operation, Choreography())
