"""Calls in expressions: the listed functions, aggregates over comprehensions, and looks into the shared books."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from kanhe.contract.functions import CUTS, FRESH, FUNCTIONS, SHELF, bare
from kanhe.contract.lookup import Eval, Layout
from kanhe.errors import ContractError
from kanhe.model.formula import Absent, Scene


class Compiling(Protocol):
    """What a call needs of the compiler that meets it."""

    layout: Layout
    fresh: bool
    reads: set[str]
    paths: set[str]
    keys: set[tuple[str, tuple[str, ...]]]

    def node(self, node: ast.expr, depth: int) -> Eval:
        """Compile an argument."""

    def each(self, node: ast.GeneratorExp | ast.ListComp, depth: int, *, asks: bool = False, adds: bool = False) -> Eval:
        """Compile a comprehension; asks: only whether there is a row counts; adds: a list that is not there has no rows."""

    def wrong(self, node: ast.AST | None, found: str, right: str = "", hint: str = "") -> ContractError:
        """An error at a token."""

    def unknown(self, node: ast.AST, name: str) -> ContractError:
        """An error at a name that nothing knows."""

    def rows(self, node: ast.expr, depth: int) -> Eval:
        """Compile a list that is added up or counted."""


UNFIT = (ArithmeticError, AttributeError, TypeError, ValueError)
"""What a function says to values that are none of its own."""

AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "sum": lambda xs: sum(xs, Decimal(0)), "count": len, "all": all, "any": any, "list": list,
    "min": lambda xs: _edge(min, xs), "max": lambda xs: _edge(max, xs), "distinct": lambda xs: len(set(xs)) == len(xs),
}
ADDING = ("sum", "count")  # these have an answer also where there is no list


def _edge(pick: Callable[[list[Any]], Any], values: list[Any]) -> Any:
    if not values:
        raise Absent("空列表")
    return pick(values)


def compile_call(compiler: Compiling, node: ast.Call, depth: int) -> Eval:
    """A call of a listed function, an aggregate, `present`, `default` or a look into the shared books."""
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise compiler.wrong(node, "只能调用列出的函数，且不带命名参数", "函数名(参数, …)")
    name = node.func.id
    if name in AGGREGATES:
        return _aggregate(compiler, name, node, depth)
    if name in SHELF:
        return _shelf(compiler, name, node, depth)
    if name == "present":
        return _present(compiler, node, depth)
    if name == "default":
        return _default(compiler, node, depth)
    if name not in FUNCTIONS:
        raise compiler.unknown(node.func, name)
    if name in FRESH and not compiler.fresh:
        raise compiler.wrong(node, f"{name} 只能用在 fresh 里", "确定的表达式")
    function, least, most = FUNCTIONS[name]
    if not least <= len(node.args) <= most:
        raise compiler.wrong(node, f"{name} 有 {len(node.args)} 个参数", f"{least} 到 {most} 个" if least != most else f"{least} 个")
    _constants(compiler, name, node)
    parts = [compiler.node(a, depth) for a in node.args]
    if name in ("known", "name_of"):
        lists = compiler.layout.codelists
        parts = [lambda scene: lists, *parts]

    plain = bare(function)
    return _of_values(name, plain, parts) if plain is not None else _of_scene(name, function, parts)


def _of_scene(name: str, function: Callable[..., Any], parts: list[Eval]) -> Eval:
    def run(scene: Scene) -> Any:
        values = [part(scene) for part in parts]
        try:
            return function(scene, *values)
        except UNFIT:
            raise Absent(f"类型：{name}") from None

    return run


def _of_values(name: str, function: Callable[..., Any], parts: list[Eval]) -> Eval:
    """Most functions look at their values alone; nearly all of them have one or two."""
    first, second = parts[0], parts[-1]

    def of_one(scene: Scene) -> Any:
        value = first(scene)
        try:
            return function(value)
        except UNFIT:
            raise Absent(f"类型：{name}") from None

    def of_two(scene: Scene) -> Any:
        one, other = first(scene), second(scene)
        try:
            return function(one, other)
        except UNFIT:
            raise Absent(f"类型：{name}") from None

    return of_one if len(parts) == 1 else of_two if len(parts) == 2 else _of_scene(name, lambda _, *values: function(*values), parts)


def uncut(node: ast.expr) -> ast.expr:
    """The list of which an expression is a part or the reverse."""
    while isinstance(node, ast.Call) and getattr(node.func, "id", "") in CUTS and node.args:
        node = node.args[0]
    return node


def _constants(compiler: Compiling, name: str, node: ast.Call) -> None:
    first = node.args[0] if node.args else None
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    if name == "parameter" and (not isinstance(text, str) or text not in compiler.layout.parameters):
        raise compiler.wrong(first or node, f"没有参数 {text}", "parameters.yaml 里的名字",
                         "、".join(difflib.get_close_matches(str(text), list(compiler.layout.parameters), 3)))
    if name in ("known", "name_of") and text not in compiler.layout.codelists:
        raise compiler.wrong(first or node, f"没有代码表 {text}", "、".join(compiler.layout.codelists))
    if name == "matches":
        from kanhe.contract.functions import safe_pattern

        second = node.args[1] if len(node.args) > 1 else None
        pattern = second.value if isinstance(second, ast.Constant) else None
        problem = safe_pattern(pattern)
        if problem:
            raise compiler.wrong(second or node, f"matches 的模式{problem}", '常量模式，如 "[0-9]{6}"')


def _present(compiler: Compiling, node: ast.Call, depth: int) -> Eval:
    if len(node.args) != 1:
        raise compiler.wrong(node, "present 要一个路径", "present(request.body.字段)")
    inner = compiler.node(node.args[0], depth)

    def run(scene: Scene) -> bool:
        try:
            return inner(scene) not in (None, "")
        except Absent as absent:
            return absent.path.startswith("坏值")

    return run


def _default(compiler: Compiling, node: ast.Call, depth: int) -> Eval:
    if len(node.args) != 2 or not isinstance(node.args[0], (ast.Attribute, ast.Subscript)):
        raise compiler.wrong(node, "default 要一个路径和它不在时的值", "default(request.query.页码, 1)")
    inner, other = (compiler.node(a, depth) for a in node.args)

    def run(scene: Scene) -> Any:
        try:
            found = inner(scene)
        except Absent as absent:
            if absent.path.startswith("坏值"):
                raise
            return other(scene)
        return other(scene) if found in (None, "") else found

    return run


def _shelf(compiler: Compiling, name: str, node: ast.Call, depth: int) -> Eval:
    first = node.args[0] if node.args else None
    kind = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    if kind not in compiler.layout.kinds:
        near = difflib.get_close_matches(kind, list(compiler.layout.kinds), 1)
        right = "、".join(sorted(compiler.layout.kinds)) or "先用 open 声明"
        raise compiler.wrong(first or node, f"账上没有 {kind or '（不是文字）'} 这类东西", right, f"是不是想写 {near[0]}？" if near else "")
    compiler.reads.add(kind)
    parts = [compiler.node(a, depth) for a in node.args[1:]]
    if name == "field" and len(parts) < 2:
        raise compiler.wrong(node, "field 要 类别、键、字段名", 'field("account", 键, "字段")')
    named = tuple(_asked(a) for a in node.args[1 : -1 if name == "field" else None])
    if named and all(named):
        compiler.keys.add((kind, named))
    look: Eval = SHELF[name](kind, parts)
    return look


def _asked(node: ast.expr) -> str:
    """The path in the request where a part of a key stands; '' where it stands elsewhere or is worked out."""
    way: list[str] = []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        way.append(node.attr if isinstance(node, ast.Attribute) else str(getattr(node.slice, "value", "")))
        node = node.value
    return ".".join(reversed(way)) if isinstance(node, ast.Name) and node.id == "request" else ""


def _aggregate(compiler: Compiling, name: str, node: ast.Call, depth: int) -> Eval:
    compute = AGGREGATES[name]
    if len(node.args) != 1:
        if name in ("min", "max") and len(node.args) > 1:
            parts = [compiler.node(a, depth) for a in node.args]
            return lambda scene: compute([part(scene) for part in parts])
        raise compiler.wrong(node, f"{name} 要一个列表", f"{name}(r.字段 for r in 列表)")
    inner = node.args[0]
    if isinstance(inner, ast.GeneratorExp):
        values = compiler.each(inner, depth, asks=name == "any", adds=name in ADDING)
    else:
        values = compiler.rows(inner, depth) if name in ADDING else compiler.node(inner, depth)

    def run(scene: Scene) -> Any:
        found = values(scene)
        try:
            return compute(found if isinstance(found, list) else list(found))
        except TypeError:
            raise Absent(f"类型：{name}") from None

    return run
