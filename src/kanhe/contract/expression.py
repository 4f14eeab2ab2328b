"""The expression language of contracts: Python's look, exact decimals, closures instead of `eval`.

Theory of operation. The text is parsed by Python's own parser, then every node must be on the list here; anything else is refused
with its place. Paths are resolved against the layout while compiling, so a misspelt field is an error of the contract, not of a
run. A compiled formula is a tree of closures over a Scene. Cost is bounded: texts of 2,000 characters, 50 levels, and the steps
that lookup.py counts.
"""

from __future__ import annotations

import ast
import difflib
import itertools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kanhe.contract.calls import AGGREGATES, compile_call, uncut
from kanhe.contract.cells import compile_cell
from kanhe.contract.functions import FRESH, FUNCTIONS, SHELF
from kanhe.contract.leaf import reader
from kanhe.contract.lookup import Eval, Layout, aliased, as_list, comparison, getter, rows_or_none, segment
from kanhe.contract.loops import Loop, Open, conditions, equality, home, named
from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import FieldType
from kanhe.model.formula import Absent, Scene

LONGEST_TEXT, ROOTS = 2000, ("request", "reply", "row", "former", "present", "default")
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled expression; implements model.formula.Formula."""

    text: str
    reads: frozenset[str]
    paths: frozenset[str]
    run: Eval
    tree: Any = None  # for explain: [(operand text, operand)] of a top comparison
    keys: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    steady: bool = False  # depends on the books alone
    parts: tuple[Eval, ...] = ()  # what `and` joins

    def __call__(self, scene: Scene) -> Any:
        """Evaluate in a scene; Absent for what is not there."""
        return self.run(scene)


def compile_formula(text: str, *, layout: Layout, at: Position, fresh: bool = False) -> Compiled:
    """Compile one expression; raises ContractError with one problem that points at the offending token.

    fresh: choices (choose, unique, unique_text) are allowed, as in a field's `fresh`.
    """
    compiler = _Compiler(text, layout, at, fresh)
    tree = compiler.parse()
    run = compiler.node(tree, 0)
    sides = compiler.sides(tree)
    steady = not compiler.paths and not compiler.called & (FRESH | {"now", "today", "index"})
    asked = conditions(tree)
    parts = tuple(compiler.node(part, 0) for part in asked) if len(asked) > 1 else ()
    return Compiled(text, frozenset(compiler.reads), frozenset(compiler.paths), run, sides, frozenset(compiler.keys), steady, parts)


@lru_cache(maxsize=512)  # a rule of a party or a part is compiled for every operation that has it
def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}


def _negated(inner: Eval) -> Eval:
    def run(scene: Scene) -> Any:
        value = inner(scene)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise Absent("类型：负号要数")
        return -value

    return run


class _Compiler:
    """Turns one parsed expression into closures and remembers what it reads."""

    def __init__(self, text: str, layout: Layout, at: Position, fresh: bool) -> None:
        self.text, self.layout, self.at, self.fresh = text, layout, at, fresh
        self.reads: set[str] = set()
        self.paths: set[str] = set()
        self.called: set[str] = set()
        self.keys: set[tuple[str, tuple[str, ...]]] = set()
        self.names: dict[str, tuple[str, str]] = {}  # loop variable -> (side, list path with []) or ('book', '')
        self.open: list[Open] = []  # the loops around the node, outermost first
        self.made: dict[ast.expr, Eval] = {}  # what stands in no loop, by its node: the parts of a formula are asked for more than once

    # -- errors ----------------------------------------------------------------------------------------------------

    def wrong(self, node: ast.AST | None, found: str, right: str = "", hint: str = "") -> ContractError:
        """An error at a token of the expression."""
        column = getattr(node, "col_offset", 0) if node is not None else 0
        line = getattr(node, "lineno", 1) - 1 if node is not None else 0
        offset = sum(byte & 0xC0 != 0x80 for byte in self.text.encode()[:column]) if line == 0 else column  # characters begun
        place = Position(self.at.file, self.at.line + line, self.at.column + offset if self.at.column else offset + 1)
        return ContractError([Problem(place, found, right, hint)])

    def parse(self) -> ast.expr:
        """The syntax tree, within the limits."""
        if len(self.text) > LONGEST_TEXT:
            raise self.wrong(None, f"表达式有 {len(self.text)} 个字符", f"至多 {LONGEST_TEXT} 个")
        depth = 0
        for sign in self.text if self.text.count("(") + self.text.count("[") > DEEPEST else "":
            depth += (sign in "([") - (sign in ")]")
            if depth > DEEPEST:
                raise self.wrong(None, "表达式嵌套过深", f"至多 {DEEPEST} 层")
        try:
            return _tree(self.text.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            column = len(self.text.strip()[: max((getattr(error, "offset", None) or 1) - 1, 0)].encode())
            marker = ast.Constant(value=None, lineno=getattr(error, "lineno", None) or 1, col_offset=column)
            raise self.wrong(marker, f"表达式写法有误：{self.text[:60]}", "合法的表达式", "见 docs/contract-language.md") from None

    def _after(self, node: ast.expr) -> ast.expr:
        """A marker at the sign that follows an operand, past its closing brackets."""
        text, column = self.text.strip().encode(), node.end_col_offset or 0
        while text[column : column + 1] in (b" ", b")"):
            column += 1
        return ast.Constant(value=None, lineno=1, col_offset=column)

    # -- nodes -----------------------------------------------------------------------------------------------------

    def node(self, node: ast.expr, depth: int) -> Eval:
        """The closure of one node."""
        if not self.open and node in self.made:
            return self.made[node]
        if depth > DEEPEST:
            raise self.wrong(node, "表达式嵌套过深", f"至多 {DEEPEST} 层")
        make = getattr(self, f"_{type(node).__name__.lower()}", None)
        if make is None:
            raise self.wrong(node, f"表达式里不能用 {type(node).__name__}", "路径、比较、算术、and/or/not、列出的函数")
        loop, outside = home(node, self.open), self.open
        if loop is None:
            made: Eval = make(node, depth + 1)
            if not outside:
                self.made[node] = made
            return made
        self.open = outside[: outside.index(loop)]  # inside, only the loops further out matter
        try:
            return loop.once(make(node, depth + 1))
        finally:
            self.open = outside

    def _constant(self, node: ast.Constant, _: int) -> Eval:
        value: Any = node.value
        if isinstance(value, float):
            source = segment(self.text, node)
            if "e" in source.lower() or "_" in source:
                raise self.wrong(node, f"数字写作 {source}", "普通小数，如 0.01")
            value = Decimal(source)
        elif not isinstance(value, (str, int, bool)) and value is not None:
            raise self.wrong(node, f"不能用常量 {value!r}", "文本、整数、小数")
        return lambda scene: value

    def _name(self, node: ast.Name, _: int) -> Eval:
        if node.id in ("true", "false"):
            flag = node.id == "true"
            return lambda scene: flag
        if node.id in self.names:
            name = node.id
            return lambda scene: scene.names[name]
        raise self.unknown(node, node.id)

    def unknown(self, node: ast.AST, name: str) -> ContractError:
        near = difflib.get_close_matches(name, [*ROOTS, *self.layout.parts, *FUNCTIONS, *AGGREGATES, *SHELF, *self.names], 1)
        hint = f"是不是想写 {near[0]}？" if near else f"是一段文字就加引号：\"{name}\"；整格都是它时 YAML 里写 '\"{name}\"'"
        return self.wrong(node, f"不认识的名字 {name}", "request. reply. row. 或函数", hint)

    def _boolop(self, node: ast.BoolOp, depth: int) -> Eval:
        parts = [self.node(v, depth) for v in node.values]
        last = isinstance(node.op, ast.Or)  # the answer that ends it

        def run(scene: Scene) -> bool:
            for part in parts:
                if bool(part(scene)) is last:
                    return last
            return not last

        return run

    def _unaryop(self, node: ast.UnaryOp, depth: int) -> Eval:
        inner = self.node(node.operand, depth)
        if isinstance(node.op, ast.Not):
            return lambda scene: not inner(scene)
        if isinstance(node.op, ast.USub):
            return _negated(inner)
        raise self.wrong(node, "不能用这个一元运算", "not 或 -")

    def _binop(self, node: ast.BinOp, depth: int) -> Eval:
        compute = _BINARY.get(type(node.op))
        if compute is None:
            raise self.wrong(self._after(node.left), f"不能用运算 {type(node.op).__name__}", "+ - * / // %")
        left, right = self.node(node.left, depth), self.node(node.right, depth)
        text = segment(self.text, node)

        def run(scene: Scene) -> Any:
            a, b = left(scene), right(scene)
            if isinstance(a, str) != isinstance(b, str) or (isinstance(a, str) and not isinstance(node.op, ast.Add)):
                raise Absent(f"类型：{text}")
            try:
                return compute(Decimal(a) if isinstance(node.op, ast.Div) and isinstance(a, int) else a, b)
            except (ArithmeticError, TypeError):
                raise Absent(f"算术：{text}") from None

        return run

    def _compare(self, node: ast.Compare, depth: int) -> Eval:
        parts = [self.node(v, depth) for v in (node.left, *node.comparators)]
        tests = []
        for before, op in zip((node.left, *node.comparators), node.ops, strict=False):
            test = _COMPARE.get(type(op))
            if test is None:
                raise self.wrong(self._after(before), f"不能用比较 {type(op).__name__}", "== != < <= > >= in not in")
            tests.append(test)
        text = segment(self.text, node)
        if len(tests) == 1:
            return comparison(tests[0], parts[0], parts[1], node.comparators[0], text)

        def chain(scene: Scene) -> bool:
            values = [part(scene) for part in parts]
            try:
                return all(test(a, b) for test, a, b in zip(tests, values, values[1:], strict=False))
            except TypeError:
                raise Absent(f"类型：{text}") from None

        return chain

    def _ifexp(self, node: ast.IfExp, depth: int) -> Eval:
        test, yes, no = self.node(node.test, depth), self.node(node.body, depth), self.node(node.orelse, depth)
        return lambda scene: yes(scene) if test(scene) else no(scene)

    def _list(self, node: ast.List, depth: int) -> Eval:
        parts = [self.node(v, depth) for v in node.elts]
        return lambda scene: [part(scene) for part in parts]

    _tuple = _list

    def _listcomp(self, node: ast.ListComp, depth: int) -> Eval:
        return self.each(node, depth)

    # -- paths -----------------------------------------------------------------------------------------------------

    def _attribute(self, node: ast.Attribute, _: int) -> Eval:
        return self._path(node)

    def _subscript(self, node: ast.Subscript, _: int) -> Eval:
        return self._path(node)

    def _parts(self, node: ast.expr) -> tuple[ast.Name, list[str]]:
        if isinstance(node, ast.Name):
            return aliased(node, self.layout.part if "part" not in self.names else "")
        if isinstance(node, ast.Attribute):
            if node.attr.startswith("__"):
                raise self.wrong(node, f"不能用 {node.attr}", "字段路径")
            root, parts = self._parts(node.value)
            return root, [*parts, node.attr]
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            root, parts = self._parts(node.value)
            return root, [*parts, node.slice.value]
        raise self.wrong(node, "这里只能写字段路径", 'request.body.字段 或 request.body["字段"]')

    def _path(self, node: ast.expr) -> Eval:
        root, parts = self._parts(node)
        if root.id in self.names:
            side, head = self.names[root.id]
            return self._book(parts, root.id) if side == "book" else self._leaf(node, "loop", head, parts, name=root.id, side=side)
        if root.id in self.layout.parts:
            return compile_cell(self, node, root.id, parts)
        if root.id in ("request", "reply", "former"):
            return self._leaf(node, root.id, "", parts, name=root.id, side=root.id)
        if root.id == "row":
            if self.layout.book_row:
                return self._book(parts, "")
            if not self.layout.row:
                raise self.wrong(node, "这里没有 row", "先写 each:")
            side, _, path = self.layout.row.partition(".")
            return self._leaf(node, "row", f"{path}[].", parts, name="row", side=side)
        raise self.unknown(root, root.id)

    def _book(self, parts: list[str], variable: str) -> Eval:
        name = ".".join(parts)

        def run(scene: Scene) -> Any:
            row: Any = scene.names[variable] if variable else scene.row
            value = None if row is None else row.get(name)
            if value is None:
                raise Absent(f"book.{name}")
            return value

        return run

    def _types(self, side: str) -> Mapping[str, FieldType]:
        if side == "former":
            return {**self.layout.request, **self.layout.reply}
        return self.layout.request if side == "request" else self.layout.reply

    def _leaf(self, node: ast.expr, source: str, head: str, parts: list[str], *, name: str, side: str) -> Eval:
        types = self._types(side)
        path = head + ".".join(parts)
        shown = f"{name}.{'.'.join(parts)}"
        self.paths.add(f"{name}.{'.'.join(parts)}" if source in ("row",) else f"{side}.{path}")
        place = f"@{name}" if source == "loop" else source
        kind = types.get(path)
        if kind is not None:
            return getter(place, parts, reader(kind, self.layout.charset), shown)
        if any(p.startswith(f"{path}[]") for p in types):
            return getter(place, parts, as_list, shown)
        if any(p.startswith(f"{path}.") for p in types):
            return getter(place, parts, lambda value: value, shown)  # type: ignore[arg-type, return-value]
        last = {p.removeprefix(head): p for p in types if p.startswith(head)}
        near = difflib.get_close_matches(".".join(parts), list(last), 1)
        raise self.wrong(node, f"{'请求' if side == 'request' else '应答'}里没有字段 {path}", "契约里声明的字段路径",
                         f"是不是想写 {name}.{near[0]}？" if near else "")

    # -- calls and comprehensions --------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, depth: int) -> Eval:
        self.called.add(getattr(node.func, "id", ""))
        return compile_call(self, node, depth)

    def each(self, node: ast.GeneratorExp | ast.ListComp, depth: int, *, asks: bool = False, adds: bool = False) -> Eval:
        """A comprehension as a loop. asks: only whether there is a row counts, so the element is one more condition. adds: see rows."""
        if len(node.generators) != 1 or not isinstance(node.generators[0].target, ast.Name):
            raise self.wrong(node, "列表推导只能有一个 for", "x for x in 列表 if 条件")
        clause = node.generators[0]
        source = self.rows(clause.iter, depth) if adds else self.node(clause.iter, depth)
        variable = clause.target.id  # type: ignore[attr-defined]
        outer = self.names.get(variable)
        self.names[variable] = self._meaning(uncut(clause.iter))
        self.open = [*self.open, Open(variable)]
        try:
            asked = [part for test in (*clause.ifs, *([node.elt] if asks else ())) for part in conditions(test)]
            tests = [self.node(test, depth) for test in asked]
            itself = isinstance(node.elt, ast.Name) and node.elt.id == variable
            value = (lambda scene: True) if asks else None if itself else self.node(node.elt, depth)
            equal = list(itertools.takewhile(bool, (equality(test, variable) for test in asked)))
            of_books = self.names[variable] == ("book", "")
            equal = equal if of_books and "index" not in named(node) else []  # where it is counted, every row counts
            ifs = 0 if of_books else sum(len(conditions(test)) for test in clause.ifs)
            return Loop(variable=variable, ifs=ifs, source=source, tests=tests, value=value, names=tuple(e[0] for e in equal if e),
                        equals=[self.node(e[1], depth) for e in equal if e], slots=self.open[-1].slots)
        finally:
            self.open = self.open[:-1]
            self.names.pop(variable)
            if outer is not None:
                self.names[variable] = outer

    def rows(self, node: ast.expr, depth: int) -> Eval:
        """A list to be added up or counted: one that is left out has no rows. XML has no other way to write an empty list."""
        found = self.node(node, depth)
        if not isinstance(node, (ast.Attribute, ast.Subscript)):
            return found
        root, _ = self._parts(node)
        return rows_or_none(found, of_reply=root.id == "reply") if root.id in ("request", "reply", "row", *self.names) else found

    def _meaning(self, iterated: ast.expr) -> tuple[str, str]:
        if isinstance(iterated, ast.Call):
            return "book", ""
        root, parts = self._parts(iterated)
        path = ".".join(parts)
        if root.id == "row" and not self.layout.book_row:
            side, _, head = self.layout.row.partition(".")
            return side, f"{head}[].{path}[]."
        if root.id in self.names:
            side, head = self.names[root.id]
            return side, f"{head}{path}[]."
        return ("reply" if root.id == "reply" else "request" if root.id == "request" else root.id), f"{path}[]."

    def sides(self, tree: ast.expr) -> list[tuple[str, Eval]]:
        """The operands of the top comparison(s), for explanations."""
        nodes = tree.values if isinstance(tree, ast.BoolOp) else [tree]
        found: list[tuple[str, Eval]] = []
        for one in nodes:
            if isinstance(one, ast.Compare):
                for part in (one.left, *one.comparators):
                    found.append((segment(self.text, part), self.node(part, 0)))
            elif isinstance(one, ast.Call):
                for part in one.args:
                    if isinstance(part, (ast.Attribute, ast.Subscript)):
                        found.append((segment(self.text, part), self.node(part, 0)))
        return found
