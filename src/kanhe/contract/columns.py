"""A formula over whole columns of a file: thousands of rows answered at C speed, by the very operations that answer one row.

Theory of operation. `over_columns` makes a function from columns to a column of answers. It answers only where every cell that it reads
is there and of a type that the operation is meant for; anything else makes it raise Unsure, and the formula itself then decides row by
row. `and`, `or` and `if` look only at the rows that get there, as they do for one row. So an answer is never another one than the
formula's, and what is absent or of a wrong type is told by the formula alone.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import compress, repeat
from typing import Any

from kanhe.contract.functions import FRESH, FUNCTIONS, PLAIN
from kanhe.model.formula import Absent, Scene, Value

Column = Sequence[Any]
PARTS = ("row", "former")
NUMBERS = frozenset({int, Decimal})
TEXT, NOTHING = frozenset({str}), type(None)
_APART = frozenset({"index", "known", "name_of", *FRESH})  # of one row, of code lists, of chance

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b}
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


class Unsure(Exception):
    """Some row has to be asked alone."""


class Rows:
    """Some rows as columns. row, former: name -> cells; the other parts have the same cells for all rows and come from the scene."""

    def __init__(self, scene: Scene, count: int, row: Mapping[str, Sequence[Value]], former: Mapping[str, Sequence[Value]]) -> None:
        self.scene, self.count = scene, count
        self._cells = {"row": row, "former": former}

    def column(self, part: str, name: str) -> Column:
        """The cells of a column, None where there is nothing."""
        if part in PARTS:
            return self._cells[part][name]
        return [self.scene.names[part].get(name)] * self.count

    def only(self, chosen: Column) -> Rows:
        """The rows for which `chosen` is true."""
        return Rows(self.scene, sum(map(bool, chosen)), *(_Chosen(self._cells[part], chosen) for part in PARTS))


class _Chosen(dict[str, Sequence[Value]]):
    """Columns of some rows, made when somebody asks for them."""

    def __init__(self, cells: Mapping[str, Sequence[Value]], chosen: Column) -> None:
        self._all, self._chosen = cells, chosen

    def __missing__(self, name: str) -> Sequence[Value]:
        found = self[name] = list(compress(self._all[name], self._chosen))
        return found


Over = Callable[[Rows], Column]
"""The answers for some rows. Raises Unsure where one of them has to be asked alone."""


def over_columns(text: str) -> Over | None:
    """The formula of that text (a good one, see expression.py) over columns; None where it has a part that only knows single rows."""
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            node.value = Decimal(ast.get_source_segment(text, node) or "")  # type: ignore[assignment]
    try:
        made = _over(tree)
    except LookupError:
        return None

    def answers(rows: Rows) -> Column:
        try:
            return made(rows)
        except (Absent, ArithmeticError, AttributeError, TypeError, ValueError, LookupError):
            raise Unsure from None

    return answers


def _over(node: ast.expr) -> Over:
    return _NODES[type(node)](node)


def _types(*columns: Column) -> set[type]:
    return set[type]().union(*(map(type, column) for column in columns))


def _constant(node: ast.Constant) -> Over:
    value: Any = node.value
    if not isinstance(value, (str, int, Decimal)):
        raise LookupError("constant")
    return lambda rows: [value] * rows.count


def _name(node: ast.Name) -> Over:
    flag = {"true": True, "false": False}[node.id]
    return lambda rows: [flag] * rows.count


def _place(node: ast.expr) -> tuple[str, str]:
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        raise LookupError("path")
    return node.value.id, node.attr


def _attribute(node: ast.Attribute) -> Over:
    part, name = _place(node)

    def cells(rows: Rows) -> Column:
        column = rows.column(part, name)
        if NOTHING in _types(column):
            raise Unsure
        return column

    return cells


def _binop(node: ast.BinOp) -> Over:
    compute, left, right = _BINARY[type(node.op)], _over(node.left), _over(node.right)
    joins = isinstance(node.op, ast.Add)

    def computed(rows: Rows) -> Column:
        a, b = left(rows), right(rows)
        types = _types(a, b)
        if not types <= NUMBERS and not (joins and types == TEXT):
            raise Unsure
        return list(map(compute, a, b))

    return computed


def _unaryop(node: ast.UnaryOp) -> Over:
    inner = _over(node.operand)
    if isinstance(node.op, ast.Not):
        return lambda rows: list(map(operator.not_, inner(rows)))
    if not isinstance(node.op, ast.USub):
        raise LookupError("sign")

    def negated(rows: Rows) -> Column:
        column = inner(rows)
        if not _types(column) <= NUMBERS:
            raise Unsure
        return list(map(operator.neg, column))

    return negated


def _compare(node: ast.Compare) -> Over:
    tests, parts = [_COMPARE[type(op)] for op in node.ops], list(map(_over, (node.left, *node.comparators)))

    def compared(rows: Rows) -> Column:
        columns = [part(rows) for part in parts]
        found = [list(map(test, a, b)) for test, a, b in zip(tests, columns, columns[1:], strict=False)]
        return found[0] if len(found) == 1 else list(map(all, zip(*found, strict=True)))

    return compared


def _list(node: ast.List | ast.Tuple) -> Over:
    parts = list(map(_over, node.elts))
    return lambda rows: list(zip(*(part(rows) for part in parts), strict=True))


def _boolop(node: ast.BoolOp) -> Over:
    first, *others = map(_over, node.values)
    last = isinstance(node.op, ast.Or)  # the answer that ends it

    def joined(rows: Rows) -> Column:
        found: Column = list(map(bool, first(rows)))
        for other in others:
            open_ = found if not last else list(map(operator.not_, found))
            if any(open_):
                later = iter(other(rows.only(open_)))
                found = [bool(next(later)) if asked else last for asked in open_]
        return found

    return joined


def _ifexp(node: ast.IfExp) -> Over:
    test, yes, no = _over(node.test), _over(node.body), _over(node.orelse)

    def chosen(rows: Rows) -> Column:
        asked = test(rows)
        if all(asked):
            return yes(rows)
        if not any(asked):
            return no(rows)
        ones, others = iter(yes(rows.only(asked))), iter(no(rows.only(list(map(operator.not_, asked)))))
        return [next(ones) if one else next(others) for one in asked]

    return chosen


def _call(node: ast.Call) -> Over:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "present":
        part, column = _place(node.args[0])
        return lambda rows: [cell is not None and cell != "" for cell in rows.column(part, column)]
    if name in _APART:
        raise LookupError(name)
    function, parts = FUNCTIONS[name][0], [_over(part) for part in node.args]

    def called(rows: Rows) -> Column:
        columns = [part(rows) for part in parts]
        if name == "number" and _types(columns[0]) == TEXT and all(map(PLAIN, columns[0])):
            return list(map(Decimal, columns[0]))
        if len(columns) != 1 or _types(columns[0]) != TEXT:
            return list(map(function, repeat(rows.scene, rows.count), *columns))
        distinct = set(columns[0])  # the same text has the same answer
        answers = dict(zip(distinct, map(function, repeat(rows.scene), distinct), strict=True))
        return list(map(answers.__getitem__, columns[0]))

    return called


_NODES: dict[type[ast.expr], Callable[[Any], Over]] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.BinOp: _binop, ast.UnaryOp: _unaryop,
    ast.Compare: _compare, ast.BoolOp: _boolop, ast.IfExp: _ifexp, ast.Call: _call,
    ast.List: _list, ast.Tuple: _list,
}
