"""Reading nodes with every mistake collected: expected keys, texts, booleans, lists, names with a did-you-mean."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from kanhe.contract.expression import compile_formula
from kanhe.contract.lookup import Layout
from kanhe.contract.yaml import Node
from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import Source
from kanhe.model.formula import Formula
from kanhe.model.words import Grade, Level

SOURCE_KEYS = ("document", "clause", "grade")
GRADES, LEVELS = tuple(g.value for g in Grade), tuple(v.value for v in Level)


@dataclass(slots=True)
class Reading:
    """Collects the problems of one load."""

    problems: list[Problem] = field(default_factory=list)
    partial: bool = False  # some file could not be read: what refers to another file is not judged

    def blame(self, at: Position, found: str, right: str = "", hint: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(at, found, right, hint))

    def known(self, node: Node, keys: Iterable[str], where: str) -> None:
        """Every key of a mapping must be one of `keys`."""
        allowed = list(keys)
        for key in node.pairs or {}:
            if key not in allowed:
                self.blame(node.keys[key], f"{where} 里不认识的键 {key}", "、".join(allowed), near(key, allowed))

    def mapping(self, node: Node | None, where: str, at: Position | None = None) -> dict[str, Node]:
        """The pairs of a mapping; a problem and {} for anything else; {} for an absent node."""
        if node is None or node.null:
            return {}
        if node.pairs is None:
            self.blame(node.at, f"{where} 是{node.kind}", "映射（键: 值）")
            return {}
        return node.pairs

    def items(self, node: Node | None, where: str) -> list[Node]:
        """The items of a list; a problem and [] for anything else; [] for an absent node."""
        if node is None or node.null:
            return []
        if node.items is None:
            self.blame(node.at, f"{where} 是{node.kind}", "列表（- …）")
            return []
        return node.items

    def text(self, node: Node | None, where: str, at: Position | None = None, *, default: str | None = None) -> str:
        """A text; a problem where it is missing (unless a default is given) or not a text."""
        if node is None or node.null:
            if default is None:
                self.blame(at or (node.at if node is not None else Position()), f"缺少 {where}", f"{where}: …")
            return default or ""
        if node.text is None:
            self.blame(node.at, f"{where} 是{node.kind}", "文本")
            return default or ""
        return node.text

    def texts(self, node: Node | None, where: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        if node is not None and node.text is not None:
            return (node.text,)
        return tuple(self.text(item, where) for item in self.items(node, where))

    def flag(self, node: Node | None, where: str, *, default: bool) -> bool:
        """yes or no."""
        if node is None:
            return default
        answer = {"yes": True, "no": False, "true": True, "false": False}.get(node.text or "")
        if answer is None:
            self.blame(node.at, f"{where} 写作 {node.text}", "yes 或 no")
            return default
        return answer

    def number(self, node: Node | None, where: str, default: float) -> float:
        """A plain number."""
        if node is None:
            return default
        text = node.text or ""
        if not text.isascii() or not text.replace(".", "", 1).isdigit():
            self.blame(node.at, f"{where} 写作 {text}", "数字")
            return default
        return float(text)

    def word(self, node: Node | None, where: str, words: Iterable[str], default: str = "", at: Position | None = None) -> str:
        """One of some words."""
        text = self.text(node, where, at, default=default or None)
        choices = list(words)
        if text and text not in choices:
            hint = near(text, choices) or (f"写成其中一个，如 {where}: {choices[0]}" if choices else "")
            self.blame(node.at if node else at or Position(), f"{where} 写作 {text}", "、".join(choices), hint)
            return default or (choices[0] if choices else "")
        return text

    def formula(self, node: Node | None, layout: Layout, *, fresh: bool = False) -> Formula | None:
        """A compiled expression; None with a problem where it is wrong."""
        if node is None or node.null:
            return None
        if node.text is None:
            self.blame(node.at, f"表达式是{node.kind}", "一行文本")
            return None
        text = " ".join(node.text.split("\n"))
        try:
            return compile_formula(text.strip(), layout=layout, at=Position(node.at.file, 1, 1), fresh=fresh)
        except ContractError as error:
            before = len(text) - len(text.lstrip())
            self.problems += [replace(p, at=node.place(p.at.column - 1 + before)) for p in error.problems]
            return None

    def source(self, node: Node | None, base: Source) -> Source:
        """document, clause, grade; what is left out is taken from the base."""
        if node is None:
            return base
        self.known(node, SOURCE_KEYS, "source")
        pairs = self.mapping(node, "source")
        grade = self.word(pairs.get("grade"), "grade", GRADES, base.grade.value)
        return Source(document=self.text(pairs.get("document"), "document", default=base.document),
                      clause=self.text(pairs.get("clause"), "clause", default=base.clause), grade=Grade(grade))

    def level(self, node: Node | None) -> Level:
        """must, should or note."""
        return Level(self.word(node, "level", LEVELS, "must"))


def near(word: str, words: Collection[str]) -> str:
    """The did-you-mean of a message; capitals do not count."""
    by_look = {known.casefold(): known for known in reversed(list(words))}
    close = difflib.get_close_matches(word, list(words), 1) or difflib.get_close_matches(word.casefold(), list(by_look), 1)
    return f"是不是想写 {close[0] if close[0] in words else by_look[close[0]]}？" if close else ""
