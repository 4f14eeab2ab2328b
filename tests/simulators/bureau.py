"""The personnel bureau in memory, without wire: rows by meaning go to its behaviours, its world is kept."""

from __future__ import annotations

from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel

NOW = "20260105101500"
SEEDS: dict[str, Any] = {
    "agency": [{"key": [a], "fields": {"name": a}} for a in ("A1", "A2", "A3")],
    "quota": [{"key": ["A1", "001"], "fields": {"approved": "2"}}, {"key": ["A2", "001"], "fields": {"approved": "2"}}],
}
BORN_1985 = "320602198506150011"  # 17 digits 32060219850615001, remainder 0 of the check sum, digit 1
ROW: dict[str, Any] = {
    "person_id": "P1", "region": "320600000", "fiscal_year": "2026", "person_name": "张建国", "iden_type": "1", "iden_no": BORN_1985,
    "sex": "1", "nation": "001", "person_status": "1", "position": "025", "identity": "001", "agency": "A1", "on_staff": "1", "fund_mode": "1",
    "unified_salary": "1", "service_years": 17, "person_state": "1", "valid_from": "20260101000000000", "valid_to": "20991231000000000",
    "updated_at": "20260105101458000", "reduce_reason": "", "correct_reason": "", "deleted_mark": "2", "row_version": 1,
}


class Bureau:
    """One bureau with three agencies; two posts of category 001 are approved for A1 and for A2."""

    def __init__(self) -> None:
        self.world: Any = personnel.start("bureau", SEEDS, NOW)
        self.batches = 0

    def sync(self, *rows: dict[str, Any], batch: str = "", refused: dict[int, Any] | None = None) -> Step:
        """Send a batch; each row says what is other than in ROW."""
        self.batches += 1
        return self.ask("sync", sync_batch=batch or f"B{self.batches}", rows=tuple({**ROW, **row} for row in rows), refused=refused or {})

    def ask(self, name: str, *, rows: tuple[Any, ...] = (), refused: dict[int, Any] | None = None, **values: Any) -> Step:
        """Call one behaviour and keep its world."""
        behaviour = getattr(personnel, name)
        step: Step = behaviour(self.world, Command(operation=name, values=values, rows=rows, refused=refused or {}, now=NOW))
        self.world = step.world
        return step

    def accepts(self, *rows: dict[str, Any]) -> bool:
        """Whether every row is accepted."""
        step = self.sync(*rows)
        assert len(rows) == int(str(step.values["accepted_count"])) + len(step.rows)
        return not step.rows

    def person(self, number: str = "P1") -> dict[str, Any]:
        """What the query by number shows."""
        return dict(self.ask("person", person_id=number).values)

    def occupied(self, agency: str = "A1") -> int:
        """Taken posts of category 001."""
        return int(str(self.ask("headcount", agency=agency, identity="001").values["occupied"]))

    def paid(self, month: str) -> list[Any]:
        """Who is on the roster of a month."""
        return [row["person_id"] for row in self.ask("payroll", region="320600000", fiscal_year="2026", salary_month=month).rows]

    def listed(self, since: str = "", page: int = 1) -> list[Any]:
        """Who the changes since a watermark list on a page."""
        return [row["person_id"] for row in self.ask("persons", region="320600000", fiscal_year="2026", since=since, page=page).rows]
