"""Matching millions of rows in SQL, in this process and in bounded memory. Home of DuckDB (optional extra `files`).

Theory of operation. Each side is a table of rows (key, serial, fen, day, state; rowid = order in the file). Rows of one key on one
side make a group: its amounts are added, so a red entry and what it takes back net out. Two groups of one key are compared; what is
left on one side only may still meet by the bank's serial, where that is unique on both sides. Amounts are 64-bit fen: never a double.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanhe.errors import Position, Problem, UsageError
from kanhe.model.reconcile import Match

MEMORY = "640MB"
JOINED = chr(31)  # between the parts of a key
YUAN = r"-?(0|[1-9][0-9]{0,14})\.[0-9]{2}"
FEN = r"-?(0|[1-9][0-9]{0,16})"
WAN = r"-?(0|[1-9][0-9]{0,10})(\.[0-9]{1,6})?"
AMOUNTS = {"yuan": "恰好两位小数的元", "fen": "整数分", "wan": "至多六位小数的万元"}


class Unreadable(ValueError):
    """A list cannot be loaded: the line (from 1, within the loaded body; 0 unknown) and what is wrong with it."""

    def __init__(self, line: int, found: str, right: str) -> None:
        self.line, self.found, self.right = line, found, right
        super().__init__(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the cells of a row are, as numbers from 0. minus: (number, text) pairs that make the amount negative."""

    count: int
    key: tuple[int, ...]
    amount: int
    serial: int = -1
    day: int = -1
    state: int = -1
    minus: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One group of a difference. line: of its first row in its list, 0 for one that was carried over. since: day it was first open."""

    key: str
    serial: str
    fen: int
    day: str
    state: str
    rows: int
    line: int
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much lies in a class: keys, rows and fen on either side."""

    keys: int
    left_rows: int
    right_rows: int
    left_fen: int
    right_fen: int


_NOTHING = Tally(keys=0, left_rows=0, right_rows=0, left_fen=0, right_fen=0)


class Bench:
    """The tables of one run. close() gives memory and temporary files back."""

    def __init__(self, scratch: Path) -> None:
        self._db = _connect(scratch)
        self._whole: dict[str, tuple[int, int, int]] = {}  # side -> (rows, fen, keys)

    def load(self, name: str, path: Path, columns: Columns, *, delimiter: str, quote: str, unit: str, states: dict[str, str]) -> None:
        """A side from a UTF-8 file without header; all cells are text. Raises Unreadable."""
        cell = [f"c{i}" for i in range(columns.count)]
        key = f" || '{JOINED}' || ".join(f"coalesce({cell[i]}, '')" for i in columns.key)
        whole, amount = _amount(cell[columns.amount], unit)
        for number, text in columns.minus:
            amount = f"CASE WHEN {cell[number]} = {_quoted(text)} THEN -({amount}) ELSE {amount} END"
        state = f"coalesce({cell[columns.state]}, '')" if columns.state >= 0 else "''"
        for said, meant in states.items() if columns.state >= 0 else ():
            state = f"CASE WHEN {cell[columns.state]} = {_quoted(said)} THEN {_quoted(meant)} ELSE {state} END"
        listed = ", ".join(f"'{c}': 'VARCHAR'" for c in cell)
        self._db.execute(f"DROP TABLE IF EXISTS {name}")
        source = (f"read_csv({_quoted(str(path))}, header=false, auto_detect=false, delim={_quoted(delimiter)}, quote={_quoted(quote)}, "
                  f"escape={_quoted(quote)}, columns={{{listed}}}, strict_mode=true, new_line='\\n', max_line_size=1048576)")
        try:
            self._db.execute(
                f"CREATE TABLE {name} AS SELECT {key} AS key, {_or_empty(cell, columns.serial)} AS serial, "
                f"CASE WHEN {whole} THEN {amount} END AS fen, {_or_empty(cell, columns.day)} AS day, {state} AS state, "
                f"'' AS since, CASE WHEN {whole} THEN NULL ELSE {cell[columns.amount]} END AS bad FROM {source}")
        except _failure() as error:
            raise _unreadable(error) from None
        wrong = self._db.execute(f"SELECT rowid, bad FROM {name} WHERE fen IS NULL ORDER BY rowid LIMIT 1").fetchone()
        if wrong is not None:
            raise Unreadable(wrong[0] + 1, f"金额 {wrong[1] or '（空）'}", AMOUNTS[unit])

    def insert(self, name: str, rows: Sequence[tuple[str, str, int, str, str, str]]) -> None:
        """A side from rows (key, serial, fen, day, state, since)."""
        self._db.execute(f"CREATE OR REPLACE TABLE {name} (key VARCHAR, serial VARCHAR, fen BIGINT, day VARCHAR, state VARCHAR, "
                         "since VARCHAR, bad VARCHAR)")
        if rows:
            self._db.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?, ?, NULL)", rows)

    def setting(self, name: str) -> Any:
        """A setting of the engine, as it is now."""
        return self._db.execute("SELECT current_setting(?)", [name]).fetchone()[0]

    def totals(self, name: str, rows: range | None = None) -> tuple[int, int]:
        """(rows, sum of fen) of a side, or of some of its rows counted from 0."""
        where = f" WHERE rowid >= {rows.start} AND rowid < {rows.stop}" if rows is not None else ""
        count, fen = self._db.execute(f"SELECT count(*), coalesce(sum(fen), 0)::BIGINT FROM {name}{where}").fetchone()
        return int(count), int(fen)

    def add_open(self, name: str, rows: Sequence[tuple[str, str, int, str, str, str]]) -> str:
        """The side together with rows that were left open before, in a table of its own; a row that is there again counts once."""
        if not rows:
            return name
        self.insert("carried", rows)
        self._db.execute(f"CREATE OR REPLACE TABLE {name}_open AS SELECT *, rowid AS line FROM {name} UNION ALL "
                         "SELECT *, -1 FROM carried c "
                         f"WHERE NOT EXISTS (SELECT 1 FROM {name} s WHERE s.key = c.key AND s.fen = c.fen AND s.day = c.day)")
        return f"{name}_open"

    def compare(self, left: str, right: str) -> None:
        """Match two sides. Only what is not simply equal is kept, for tallies() and differences()."""
        self._whole = {side: (*self.totals(table), self._grouped(side, table)) for side, table in (("l", left), ("r", right))}
        self._db.execute(f"CREATE OR REPLACE TABLE pair AS SELECT * FROM (SELECT {_PICKED}, {_CLASS} AS class FROM l FULL JOIN r "
                         "ON l.key = r.key) WHERE class <> 'equal'")
        self._by_serial()

    def _grouped(self, side: str, table: str) -> int:
        """A side by key, as a view; keys that come once need no adding up. Returns how many keys there are."""
        line = "line" if table.endswith("_open") else "rowid"
        self._db.execute(f"CREATE OR REPLACE TEMP TABLE {side}_again AS SELECT key, count(*) AS n FROM {table} GROUP BY key "
                         "HAVING count(*) > 1")
        keys, extra = self._db.execute(f"SELECT count(*), coalesce(sum(n), 0) FROM {side}_again").fetchone()
        single = (f"SELECT key, serial, fen, day, state, 1 AS n, CASE WHEN fen < 0 THEN 2 ELSE 0 END AS red, {line} AS line, since "
                  f"FROM {table}")
        added = ("SELECT key, min(serial), sum(fen)::BIGINT, max(day), max(state), count(*), 2 * count(*) FILTER (fen < 0), "
                 f"min({line}), max(since) FROM {table} SEMI JOIN {side}_again USING (key) GROUP BY key")
        query = f"{single} ANTI JOIN {side}_again USING (key) UNION ALL {added}" if keys else single
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW {side} AS {query}")
        return self.totals(table)[0] - int(extra) + int(keys)

    def _by_serial(self) -> None:
        """What is on one side only meets by the bank's serial where it is unique among what is left on both sides."""
        self._db.execute(
            "CREATE OR REPLACE TEMP TABLE met AS WITH a AS (SELECT lserial AS s, min(lkey) AS k FROM pair WHERE class = 'ours' AND "
            "lserial <> '' GROUP BY lserial HAVING count(*) = 1), b AS (SELECT rserial AS s, min(rkey) AS k FROM pair WHERE "
            "class = 'theirs' AND rserial <> '' GROUP BY rserial HAVING count(*) = 1) "
            "SELECT a.k AS lk, b.k AS rk FROM a JOIN b ON a.s = b.s")
        if self._db.execute("SELECT count(*) FROM met").fetchone()[0] == 0:
            return
        self._db.execute("DELETE FROM pair WHERE (class = 'ours' AND lkey IN (SELECT lk FROM met)) OR "
                         "(class = 'theirs' AND rkey IN (SELECT rk FROM met))")
        self._db.execute(f"INSERT INTO pair SELECT {_PICKED}, {_CLASS} AS class FROM met JOIN l ON l.key = met.lk "
                         "JOIN r ON r.key = met.rk")

    def tallies(self) -> dict[Match, Tally]:
        """Every class with what lies in it; together they are both lists."""
        found = self._db.execute("SELECT class, count(*), count(lkey), coalesce(sum(ln), 0), coalesce(sum(rn), 0), "
                                 "coalesce(sum(lfen), 0), coalesce(sum(rfen), 0) FROM pair GROUP BY class").fetchall()
        told = {str(row[0]): [int(cell) for cell in row[1:]] for row in found}
        (left_rows, left_fen, left_keys), (right_rows, right_fen, _) = self._whole["l"], self._whole["r"]
        others = {Match(c): Tally(keys=v[0], left_rows=v[2], right_rows=v[3], left_fen=v[4], right_fen=v[5])
                  for c, v in told.items() if c in tuple(Match) and c != Match.EQUAL}
        calm = sum(v[0] for c, v in told.items() if c not in others)  # red entries that took back their own booking; met by serial
        equal = Tally(
            keys=left_keys - sum(v[1] for v in told.values()) + calm, left_rows=left_rows - sum(t.left_rows for t in others.values()),
            right_rows=right_rows - sum(t.right_rows for t in others.values()),
            left_fen=left_fen - sum(t.left_fen for t in others.values()),
            right_fen=right_fen - sum(t.right_fen for t in others.values()))
        return {m: others.get(m, _NOTHING) for m in Match} | {Match.EQUAL: equal}

    def differences(self) -> Iterator[tuple[Match, Row | None, Row | None]]:
        """Everything but what is equal, in order of class and key."""
        cursor = self._db.execute("SELECT * FROM pair WHERE class NOT IN ('equal', 'gone') ORDER BY class, coalesce(lkey, rkey), "
                                  "coalesce(rkey, lkey)")
        while rows := cursor.fetchmany(1000):
            for row in rows:
                yield Match(row[-1]), _row(row[:8]), _row(row[8:16])

    def alike(self, most: int) -> list[tuple[str, str]]:
        """(our key, their key) of single-sided rows with the same amount and day, unique on both sides: perhaps the same business."""
        query = ("WITH a AS (SELECT lfen AS f, lday AS d, min(lkey) AS k FROM pair WHERE class = 'ours' GROUP BY 1, 2 "
                 "HAVING count(*) = 1), b AS (SELECT rfen AS f, rday AS d, min(rkey) AS k FROM pair WHERE class = 'theirs' GROUP BY 1, 2 "
                 "HAVING count(*) = 1) "
                 "SELECT a.k, b.k FROM a JOIN b ON a.f = b.f AND a.d = b.d ORDER BY 1 LIMIT ?")
        return [(str(a), str(b)) for a, b in self._db.execute(query, [most]).fetchall()]

    def close(self) -> None:
        """Give everything back."""
        self._db.close()


_FIELDS = ("key", "serial", "fen", "day", "state", "n", "line", "since")
_PICKED = ", ".join(f"{side}.{name} AS {side}{name}" for side in ("l", "r") for name in _FIELDS)
# More than one booking of a key after red entries are taken off; or nothing left of it at all.
_TWICE, _GONE = "abs({0}.n - {0}.red) > 1", "({0}.n = {0}.red AND {0}.fen = 0)"
_CARRIED = "((l.since <> '') <> (r.since <> ''))"
_CLASS = (
    f"CASE WHEN coalesce({_TWICE.format('l')}, false) OR coalesce({_TWICE.format('r')}, false) THEN 'twice' "
    f"WHEN r.key IS NULL THEN CASE WHEN {_GONE.format('l')} THEN 'gone' ELSE 'ours' END "
    f"WHEN l.key IS NULL THEN CASE WHEN {_GONE.format('r')} THEN 'gone' ELSE 'theirs' END "
    "WHEN l.fen <> r.fen THEN 'amount' WHEN l.state <> '' AND r.state <> '' AND l.state <> r.state THEN 'status' "
    f"WHEN {_CARRIED} OR (l.day <> '' AND r.day <> '' AND l.day <> r.day) THEN 'crossed' ELSE 'equal' END")


def _row(cells: Sequence[Any]) -> Row | None:
    if cells[0] is None:
        return None
    key, serial, fen, day, state, count, line, since = cells
    return Row(key=key, serial=serial, fen=int(fen), day=day, state=state, rows=int(count), line=int(line) + 1, since=since)


def _amount(cell: str, unit: str) -> tuple[str, str]:
    """(whether a text is an amount, its fen)."""
    if unit == "fen":
        return f"regexp_full_match(coalesce({cell}, ''), '{FEN}')", f"CAST({cell} AS BIGINT)"
    if unit == "wan":
        return f"regexp_full_match(coalesce({cell}, ''), '{WAN}')", f"CAST(CAST({cell} AS DECIMAL(17, 6)) * 1000000 AS BIGINT)"
    return f"regexp_full_match(coalesce({cell}, ''), '{YUAN}')", f"CAST(replace({cell}, '.', '') AS BIGINT)"


def _or_empty(cell: Sequence[str], number: int) -> str:
    return f"coalesce({cell[number]}, '')" if number >= 0 else "''"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _library() -> Any:
    try:
        import duckdb
    except ImportError:
        raise UsageError(Problem(Position("reconcile"), "没有装 duckdb", "可选组件 files", "pip install 'kanhe[files]'")) from None
    return duckdb


def _failure() -> type[Exception]:
    failure: type[Exception] = _library().Error
    return failure


def _connect(scratch: Path) -> Any:
    """A database in memory that loads no extension, asks no network, and reads and spills below `scratch` only."""
    settings = {"memory_limit": MEMORY, "threads": 2, "temp_directory": str(scratch), "autoinstall_known_extensions": False,
                "autoload_known_extensions": False, "allow_community_extensions": False, "preserve_insertion_order": True}
    base = _library().connect(":memory:", config=settings)
    base.execute(f"SET allowed_directories = [{_quoted(str(scratch))}]")
    base.execute("SET enable_external_access = false")
    base.execute("SET enable_progress_bar = false")  # it would be drawn into the report on standard output
    base.execute("SET lock_configuration = true")
    return base


def _unreadable(error: Exception) -> Unreadable:
    import re

    text = str(error)
    line = re.search(r"[Ll]ine:? ([0-9]+)", text)
    words = "栏数不对" if re.search(r"[Cc]olumn", text) else "引号没有闭合" if "quote" in text.lower() else text.splitlines()[0][:200]
    return Unreadable(int(line[1]) if line else 0, words, "每行栏数相同的分隔文本")
