"""Cells of files in expressions: `header.count`, `row.amount`, `former.header.closing`."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Sequence

from kanhe.contract.calls import Compiling
from kanhe.contract.lookup import Eval, getter


def compile_cell(compiler: Compiling, node: ast.expr, part: str, parts: Sequence[str]) -> Eval:
    """A cell of a part of a file; its value is typed already where it is read."""
    path, known = ".".join(parts), compiler.layout.parts[part]
    if path not in known:
        near = difflib.get_close_matches(path, list(known), 1)
        raise compiler.wrong(node, f"{part} 里没有 {path or '（空）'}", "、".join(known) or f"{part} 里什么都没有声明",
                             f"是不是想写 {part}.{near[0]}？" if near else "")
    compiler.paths.add(f"{part}.{path}")
    return getter(f"@{part}", list(parts), lambda value: value, f"{part}.{path}")  # type: ignore[arg-type, return-value]
