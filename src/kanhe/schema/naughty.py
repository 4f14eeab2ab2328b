"""Texts that break careless programs; chosen by hand, the idea from minimaxir/big-list-of-naughty-strings (MIT)."""

from __future__ import annotations

NAUGHTY: tuple[str, ...] = (
    # numbers that are none, or too many
    "0", "-0", "NaN", "Infinity", "1E2", "0x1F", "010", "1,000.00", "１００．００", "99999999999999999999", "1/0", "٣٣٣", "②", "½",
    # words of programs and databases
    "null", "NULL", "undefined", "true", "None", "nil", "CON", "NUL", "__proto__", "constructor",
    # signs that other layers read
    "' OR '1'='1", "1;DROP TABLE t", "../../etc/passwd", "%s%n%x", "${jndi:x}", "{{7*7}}", "$(id)", "`id`", "\\x41\\0", "&#x0;", "&amp;",
    "<b>", "]]>", "<!--", "<?xml ?>", "<![CDATA[", "=1+1", "@SUM(A1)", "+86", "-1+1", "|", "||", "\\", "\\\\", '"', "'", "//", "--", "#",
    "a|b\\c", "x=1&y=2", "%00", "%0D%0A",
    # Chinese that is cut or confused
    "誠|", "運\\", "乗", "亅", "锟斤拷", "烫烫烫", "欧阳·阿依古丽", "王　五", "镕", "𠮷野家",
    "䶮", "㐂", "〇", "全角ＡＢＣ１２３", "（）、，。", "￥１００",
    # other scripts, direction, what cannot be seen
    "Ω≈ç√∫", "ÅÍÎÏ", "Ё", "田中さん", "사회과학원", "הָיְתָה",
    "مرحبا", "\u202etest\u202c", "\u200b", "\ufeff", "\u2028", "\u00a0", "\u3000", "a\u0301",
    "👾", "👨‍👩‍👧", "🇨🇳", "️\u20e3",
    # white space
    " ", "  ", " a", "a ", "a  b", "\t", "\n", "\r\n", "a\nb",
)
