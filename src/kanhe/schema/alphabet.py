"""Which characters a text may hold in a charset, and which of them are worth sending.

Awkward ones come often: characters whose GBK bytes end in `|` or `\\`, rare name characters, full-width digits, marks that nobody sees.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kanhe.schema.choices import Choices, pick
from kanhe.schema.naughty import NAUGHTY
from kanhe.schema.pattern.chars import Chars, has, spread

CODECS = {"UTF-8": "utf-8", "GBK": "gbk", "GB18030": "gb18030"}
"""Charset -> Python's codec."""
_PLAIN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PUNCTUATION = " .,-_/:;+*()[]{}?!@#$%^=~'\"<>&|\\`"
_HAN = "国库集中支付中心财政局南京市江苏省土地出让金保证金竞买人有限公司工商农牧业银行股份张伟王芳李娜赵敏欧阳建华工资津贴奖励付款退款转账"
_RARE = "龘喆堃镕淼骉犇羴翀旻燚垚囧〇㐂䶮䲟㭎㛃𠮷𬙂"
_WIDE = "０１２３４５６７８９ＡＺａｚ，．：；（）￥＋－／　、。《》“”‘’—…·"
_UNSEEN = "\u00a0\u200b\u200d\u202e\u202c\u2028\ufeff\u00ad\u0301\u007f\u0085"
_OTHERS = "éßØŁЖΩあカ한אم٣३①Ⅳ½™👾"
_BLANKS = "\t\n\r"
_SPREAD = 64
_UNGIVEN = ("Cn", "Co", "Cs", "Cc")
_FREE = 16  # characters of a text that are each chosen; a longer one repeats


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What a charset can write; make one with `alphabet`."""

    charset: str
    plain: str
    han: str
    odd: str
    naughty: tuple[str, ...]

    def can(self, text: str) -> bool:
        """Whether the charset has every character."""
        try:
            text.encode(self.charset)
        except UnicodeEncodeError:
            return False
        return True

    def pool(self, chars: Chars) -> str:
        """Characters of a set, the simple ones first; all that are worth sending, and some of the others."""
        if chars and chars[-1][1] < 0x7F:
            return "".join(sorted(spread(chars, 0x7F), key=_simple))
        known = (c for c in f"{self.plain}{_PUNCTUATION}{self.han}{self.odd}" if has(chars, ord(c)))
        others = (c for c in spread(chars, _SPREAD) if unicodedata.category(c) not in _UNGIVEN and self.can(c))
        return "".join(dict.fromkeys((*known, *others)))

    def text(self, choices: Choices, low: int, high: int, *, blanks: bool = True, spaces: bool = True) -> str:
        """A text of low to high characters; blanks: tabs and line ends may occur; spaces: spaces, also at its ends."""
        taste = choices.below(8)
        if taste == 7:
            said = self._naughty(choices, low, high, blanks=blanks, spaces=spaces)
            if said:
                return said
        length = choices.between(low, high)
        pool = (self.plain, self.plain, self.plain, self.plain, self.han, self.han, self.odd, self.odd)[taste]
        if taste >= 6:
            pool = pool if blanks else pool.translate(_NO_BLANKS)
            pool = pool if spaces else pool.translate(_NO_SPACES)
        below, count = choices.below, len(pool)
        head = "".join([pool[below(count)] for _ in range(min(length, _FREE))])
        return head if length <= _FREE else (head * (length // _FREE + 1))[:length]

    def _naughty(self, choices: Choices, low: int, high: int, *, blanks: bool, spaces: bool) -> str:
        """A naughty text, whole where it fits, else cut or lengthened; empty where nothing of it may stand here."""
        said = pick(choices, self.naughty)
        said = said if blanks else said.translate(_NO_BLANKS)
        said = (said if spaces else said.translate(_NO_SPACES))[:high]
        return said + pick(choices, self.plain) * (low - len(said)) if said else ""


def _simple(sign: str) -> tuple[bool, str]:
    return not sign.isalnum(), sign


_NO_BLANKS = dict.fromkeys(map(ord, _BLANKS))
_NO_SPACES = dict.fromkeys(map(ord, " "))


def _trailing(byte: int) -> Iterable[str]:
    """GBK characters whose second byte is this one."""
    for lead in range(0x81, 0xFF):
        try:
            yield bytes((lead, byte)).decode("gbk")
        except UnicodeDecodeError:
            continue


@lru_cache(maxsize=16)
def alphabet(charset: str = "utf-8") -> Alphabet:
    """The alphabet of a Python codec."""
    empty = Alphabet(charset, "", "", "", ())
    odd = (*_RARE, *_trailing(0x7C), *_trailing(0x5C), *_WIDE, *_UNSEEN, *_OTHERS, *_PUNCTUATION, *_PUNCTUATION, *_BLANKS)
    fit = [text for text in NAUGHTY if empty.can(text)]
    return Alphabet(charset, _PLAIN, "".join(filter(empty.can, _HAN)), "".join(filter(empty.can, odd)), tuple(fit))
