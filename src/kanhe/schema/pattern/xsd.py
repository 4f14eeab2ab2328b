"""Patterns of XML Schema (appendix F of part 2): anchored, Unicode classes with subtraction, no captures."""

from __future__ import annotations

from functools import lru_cache

from kanhe.schema.pattern.chars import EVERY, of
from kanhe.schema.pattern.classes import Class, block, category, either, escape, exactly
from kanhe.schema.pattern.tree import BadPattern, Either, Join, One, Times, Tree

_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}
_PLAIN = "\\|.-^?*+{}()[]$"
_MOST = 20_000  # repetitions


@lru_cache(maxsize=1000)
def parse(text: str) -> Tree:
    """The tree of a pattern; raises BadPattern."""
    reader = Reader(text)
    tree = reader.alternatives()
    if reader.at < len(text):
        raise BadPattern(text[reader.at:], "多出的部分")
    return tree


class Reader:
    """Reads a pattern sign by sign; the dialect of JSON Schema overrides what it says otherwise."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """The next sign, '' at the end."""
        return self.text[self.at: self.at + 1]

    def take(self) -> str:
        """The next sign; raises BadPattern at the end."""
        sign = self.peek()
        if not sign:
            raise BadPattern(self.text, "没有写完")
        self.at += 1
        return sign

    def alternatives(self) -> Tree:
        """Branches with | between them."""
        found = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            found.append(self.branch())
        return found[0] if len(found) == 1 else Either(tuple(found))

    def branch(self) -> Tree:
        """Atoms one after the other."""
        parts: list[Tree] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Join(tuple(parts))

    def atom(self) -> Tree:
        """One sign, class or group."""
        start, sign = self.at, self.take()
        if sign == "(":
            tree = self.alternatives()
            if self.take() != ")":
                raise BadPattern(self.text[start:], "括号没有成对")
            return tree
        if sign == "[":
            return One(self.group())
        if sign == ".":
            return One(exactly(EVERY).without(exactly(of("\n\r"))))
        if sign == "\\":
            return One(self.escaped())
        if sign in "?*+{}":
            raise BadPattern(sign, "前面没有可重复的部分")
        return One(exactly(of(sign)))

    def repeated(self, tree: Tree) -> Tree:
        """The atom with the quantifier that follows it."""
        sign = self.peek()
        if sign and sign in "?*+":
            self.at += 1
            return Times(tree, 1 if sign == "+" else 0, 1 if sign == "?" else None)
        if sign != "{":
            return tree
        end = self.text.find("}", self.at)
        said = self.text[self.at + 1: end] if end > 0 else ""
        low, comma, high = said.partition(",")
        if not (low.isascii() and low.isdigit() and (not high or (high.isascii() and high.isdigit()))):
            raise BadPattern(self.text[self.at:], "次数写法有误")
        self.at = end + 1
        least, most = int(low), int(high) if high else None if comma else int(low)
        if max(least, most or 0) > _MOST:
            raise BadPattern(f"{{{said}}}", f"次数超过 {_MOST}，不支持")
        return Times(tree, least, most)

    def escaped(self) -> Class:
        """After a backslash."""
        sign = self.take()
        if sign in _SIGNS or sign in _PLAIN:
            return exactly(of(_SIGNS.get(sign, sign)))
        if sign in "pP":
            end = self.text.find("}", self.at)
            name = self.text[self.at + 1: end] if self.peek() == "{" and end > 0 else ""
            self.at = end + 1
            try:
                found = block(name[2:]) if name.startswith("Is") else category(name)
            except KeyError:
                raise BadPattern(f"\\{sign}{{{name}}}", "不支持的字符类") from None
            return found if sign == "p" else found.negated()
        try:
            return escape(sign)
        except KeyError:
            raise BadPattern(f"\\{sign}", "不认识的转义") from None

    def group(self) -> Class:
        """After `[`: members, perhaps negated, perhaps less another group."""
        start, members, less = self.at - 1, [], None
        negated = self.peek() == "^"
        self.at += negated
        while self.peek() != "]" or self.at == start + 1 + negated:
            if self.text.startswith("-[", self.at):
                self.at += 2
                less = self.group()
                break
            members.append(self.member())
        if self.take() != "]":
            raise BadPattern(self.text[start:], "方括号没有成对")
        found = either(members)
        found = found.negated() if negated else found
        return found if less is None else found.without(less)

    def member(self) -> Class:
        """A sign, a range or an escaped class inside brackets."""
        low = self.end()
        if isinstance(low, Class) or not (self.peek() == "-" and self.text[self.at + 1: self.at + 2] not in ("]", "[", "")):
            return low if isinstance(low, Class) else exactly(of(low))
        self.at += 1
        high = self.end()
        if isinstance(high, Class) or high < low:
            raise BadPattern(f"{low}-{high}", "范围写反")
        return exactly(((ord(low), ord(high)),))

    def end(self) -> str | Class:
        """One end of a range, or a whole class."""
        sign = self.take()
        if sign != "\\":
            return sign
        if self.peek() in _SIGNS or (self.peek() in _PLAIN and self.peek()):
            sign = self.take()
            return _SIGNS.get(sign, sign)
        return self.escaped()
