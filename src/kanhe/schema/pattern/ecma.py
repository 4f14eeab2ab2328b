"""Patterns of JSON Schema: the dialect of ECMAScript, which searches unless it is anchored, and whose `\\d` and `\\w` are ASCII."""

from __future__ import annotations

from functools import lru_cache

from kanhe.schema.pattern.chars import EVERY, Chars, of, union
from kanhe.schema.pattern.classes import Class, category, either, exactly
from kanhe.schema.pattern.tree import BadPattern, Either, Join, One, Times, Tree
from kanhe.schema.pattern.xsd import Reader

_ANYTHING = Times(One(exactly(EVERY)), 0, None)
_SPACE: Chars = union(of("\t\n\x0b\x0c\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"), ((0x2000, 0x200A),))
_WORD: Chars = union(of("_"), ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)))
_CLASSES = {"d": exactly(((0x30, 0x39),)), "w": exactly(_WORD), "s": Class(_SPACE, exactly(union(_SPACE, of("\x85\u180e"))).outside)}
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "f": "\x0c", "v": "\x0b", "0": "\0"}
_HAN = Class(((0x4E00, 0x9FA5),), ((0x9, 0x24F), (0x3000, 0x3004), (0xFF01, 0xFF5E)))
_CODES = {"x": 2, "u": 4}


@lru_cache(maxsize=1000)
def parse(text: str) -> Tree:
    """The tree of all texts in which the pattern is found; raises BadPattern."""
    reader = _Ecma(text)
    tree = reader.searched()
    if reader.at < len(text):
        raise BadPattern(text[reader.at:], "多出的部分")
    return tree


class _Ecma(Reader):
    def searched(self) -> Tree:
        """Branches, each open at the ends that no anchor closes."""
        found = [self._open_branch()]
        while self.peek() == "|":
            self.at += 1
            found.append(self._open_branch())
        return found[0] if len(found) == 1 else Either(tuple(found))

    def _open_branch(self) -> Tree:
        start = self.at
        if self.peek() == "(" and self._alone():
            self._open_group(start)
            tree = self.searched()
            self.at += 1
            return tree
        first = self.peek() == "^"
        self.at += first
        parts: list[Tree] = [] if first else [_ANYTHING]
        last = False
        while self.peek() not in ("", "|", ")"):
            if self.peek() == "$":
                self.at += 1
                last = True
                if self.peek() not in ("", "|", ")"):
                    raise BadPattern(self.text[start:], "不支持两端以外的 $")
                break
            parts.append(self.repeated(self.atom()))
        return Join(tuple(parts if last else (*parts, _ANYTHING)))

    def _alone(self) -> bool:
        """Whether the group that starts here is a whole branch, so that anchors in it are anchors of the branch."""
        depth, at = 0, self.at
        while at < len(self.text):
            sign = self.text[at]
            if sign == "\\":
                at += 1
            elif sign == "[":
                at = self._end_of_class(at)
            depth += (sign == "(") - (sign == ")")
            at += 1
            if depth == 0:
                return self.text[at: at + 1] in ("", "|", ")")
        return False

    def _end_of_class(self, at: int) -> int:
        at += 2 if self.text[at + 1: at + 2] in ("^", "]") else 1
        while at < len(self.text) and self.text[at] != "]":
            at += 2 if self.text[at] == "\\" else 1
        return at

    def _open_group(self, start: int) -> None:
        """Past `(`, `(?:` or `(?<name>`; what looks around is refused."""
        self.at += 1
        if self.peek() != "?":
            return
        named = self.text.find(">", self.at) if self.text[self.at + 1: self.at + 2] == "<" else -1
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif named > 0 and self.text[self.at + 2: self.at + 3] not in ("=", "!"):
            self.at = named + 1
        else:
            raise BadPattern(self.text[start: start + 4], "不支持环视")

    def atom(self) -> Tree:
        """See Reader."""
        start, sign = self.at, self.peek()
        if sign == "(":
            self._open_group(start)
            tree = self.alternatives()
            if self.take() != ")":
                raise BadPattern(self.text[start:], "括号没有成对")
            return tree
        if sign in "^$":
            raise BadPattern(self.text[start:], f"不支持两端以外的 {sign}")
        if sign == ".":
            self.at += 1
            return One(Class(exactly(of("\n\r\u2028\u2029")).outside, of("\n")))
        if sign in "}]" or (sign == "{" and not self.text[start + 1: start + 2].isdigit()):
            self.at += 1
            return One(exactly(of(sign)))
        return super().atom()

    def repeated(self, tree: Tree) -> Tree:
        """See Reader; lazy quantifiers match the same texts."""
        if self.peek() == "{" and not self.text[self.at + 1: self.at + 2].isdigit():
            return tree
        found = super().repeated(tree)
        if found is not tree and self.peek() == "?":
            self.at += 1
        return found

    def escaped(self) -> Class:
        """See Reader."""
        sign = self.take()
        if sign.lower() in _CLASSES:
            return _CLASSES[sign] if sign in _CLASSES else _CLASSES[sign.lower()].negated()
        if sign in "pP":
            return self._property(sign)
        if sign in "bBkc" or sign in "123456789":
            raise BadPattern(f"\\{sign}", "不支持")
        return exactly(of(self._sign(sign)))

    def _sign(self, sign: str) -> str:
        if sign in _CODES:
            digits = self.text[self.at: self.at + _CODES[sign]]
            if sign == "u" and self.peek() == "{":
                digits = self.text[self.at + 1: self.text.find("}", self.at)]
                self.at += 2
            self.at += len(digits)
            try:
                return chr(int(digits, 16))
            except (ValueError, OverflowError):
                raise BadPattern(f"\\{sign}{digits}", "不是十六进制的码位") from None
        return _SIGNS.get(sign, sign)

    def _property(self, sign: str) -> Class:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1: end] if self.peek() == "{" and end > 0 else ""
        self.at = end + 1
        short = name.removeprefix("General_Category=").removeprefix("gc=").removeprefix("Script=").removeprefix("sc=")
        try:
            found = _HAN if short in ("Han", "Hani") else category({"Letter": "L", "Number": "N"}.get(short, short))
        except KeyError:
            raise BadPattern(f"\\{sign}{{{name}}}", "不支持的字符类") from None
        if short in ("L", "Lo", "Letter"):
            found = Class(union(found.inside, _HAN.inside), found.outside)
        return found if sign == "p" else found.negated()

    def end(self) -> str | Class:
        """See Reader."""
        sign = self.take()
        if sign != "\\":
            return sign
        following = self.peek()
        if following and following not in "dDwWsSpP":
            self.at += 1
            return "\b" if following == "b" else self._sign(following)
        return self.escaped()

    def group(self) -> Class:
        """See Reader; there is no subtraction, and an empty class is one."""
        start, members = self.at - 1, []
        negated = self.peek() == "^"
        self.at += negated
        while self.peek() != "]":
            if not self.peek():
                raise BadPattern(self.text[start:], "方括号没有成对")
            members.append(self.member())
        self.at += 1
        found = either(members)
        return found.negated() if negated else found
