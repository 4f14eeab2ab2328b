"""How many values the smallest value of each node consists of; what can never end costs ENDLESS."""

from __future__ import annotations

from kanhe.schema.json.plan import Choice, Items, Members, Named, Node, Nothing, Plan, Sifted

ENDLESS = 1 << 40


class Costs:
    """The costs of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._named = dict.fromkeys(plan.named, ENDLESS)
        changed = True
        while changed:
            changed = False
            for name, node in plan.named.items():
                cost = self.of(node)
                if cost < self._named[name]:
                    self._named[name], changed = cost, True

    def of(self, node: Node) -> int:
        """The cost of a node."""
        if isinstance(node, Nothing):
            return ENDLESS
        if isinstance(node, Named):
            return self._named[node.name]
        if isinstance(node, Choice):
            return min(self.of(branch) for branch in node.branches)
        if isinstance(node, Sifted):
            return self.of(node.node)
        if isinstance(node, Items):
            wanted = [self.of(one.node) * one.low for one in node.contains]
            some = sum(self.of(item) for item in node.first[: node.low])
            more = max(0, node.low - len(node.first))
            return min(1 + some + (more * self.of(node.rest) if more else 0) + sum(wanted), ENDLESS)
        if isinstance(node, Members):
            known = sum(self.of(node.known.get(name, node.others)) for name in node.required)
            return min(1 + known + max(0, node.low - len(node.required)), ENDLESS)
        return 1
