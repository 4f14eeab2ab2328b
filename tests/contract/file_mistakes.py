"""One small mistake per message about a file contract: name of the snapshot -> edits of the right root."""
# ruff: noqa: E501 - an edit is one text of a file

from __future__ import annotations

from tests.contract.roots import Edit

FILE, BYTES = "banks/till/ledger.yaml", "banks/till/TILL_20260105_01.txt"
FIXED = (FILE, "shape: delimited, delimiter: \"|\", line_end: LF", "shape: fixed, line_end: LF")
WIDE = "amt: {title: 金额, type: money, means: amount}"
NOTHING = (FILE, "header:\n  mark: {title: 标志, type: one_of(H), constant: H}\n  day: {title: 日期, type: D8}\n  count: {title: 笔数, type: int}\n", "")


def _one(old: str, new: str) -> tuple[Edit, ...]:
    return ((FILE, old, new),)


PLAN = "reconcile/till.yaml"


def _plan(old: str, new: str) -> tuple[Edit, ...]:
    return ((PLAN, old, new),)


PLANS: dict[str, tuple[Edit, ...]] = {
    "plan-key-unknown": _plan("open_days: 3", "open_day: 3"),
    "plan-id": _plan("id: till", "id: tell"),
    "plan-one-side": _plan("  file:\n    title: 日流水\n    contract: till.ledger\n", ""),
    "plan-side-key-unknown": _plan("charset: GBK", "charsets: GBK"),
    "plan-side-name": _plan("  book:", "  账:"),
    "plan-contract-unknown": _plan("contract: till.ledger", "contract: till.leger"),
    "plan-contract-without-matching": _one('matching: {key: [acct], amount: amt, status: colour, minus: {colour: "2"}}\n', ""),
    "plan-contract-and-columns": _plan("    contract: till.ledger", "    contract: till.ledger\n    unit: fen"),
    "plan-columns-key-unknown": _plan('status: "3"}', 'state: "3"}'),
    "plan-columns-missing": _plan('    columns: {key: ["1"], amount: "2", status: "3"}\n', ""),
    "plan-columns-not-numbers": _plan('amount: "2"', "amount: amt"),
    "plan-delimiter": _plan("    format: csv", '    format: csv\n    delimiter: "||"'),
}

FILES: dict[str, tuple[Edit, ...]] = {
    "filed-key-unknown": _one("specimen: TILL", "speciman: TILL"),
    "filed-id": _one("id: till.ledger", "id: till.ledgers"),
    "filed-layout-missing": _one('layout: {charset: GBK, shape: delimited, delimiter: "|", line_end: LF, rule: TILL-20}\n', ""),
    "filed-layout-key-unknown": _one("line_end: LF,", "line_ends: LF,"),
    "filed-shape-unknown": _one("shape: delimited", "shape: delimted"),
    "filed-no-line-end": _one("line_end: LF,", "line_end: none,"),
    "filed-delimiter": _one('delimiter: "|"', "delimiter: a"),
    "filed-fixed-delimiter": _one("shape: delimited", "shape: fixed"),
    "filed-fixed-pad": (FIXED, (FILE, WIDE, 'amt: {title: 金额, type: money, means: amount, width: 17, pad: "＊"}')),
    "filed-fixed-zero-left": (FIXED, (FILE, WIDE, 'amt: {title: 金额, type: money, means: amount, width: 17, pad: "0"}')),
    "filed-fixed-narrow": (FIXED, (FILE, WIDE, "amt: {title: 金额, type: money, means: amount, width: 9}")),
    "filed-column-name": _one("  amt: {", "  金额: {"),
    "filed-column-key-unknown": _one("  amt: {title", "  amt: {titel: 金额, title"),
    "filed-without-row": ((FILE, None, "id: till.ledger\nkind: file\ntitle: 日流水\nsends: bank\nlayout: {charset: GBK, shape: delimited}\nname: {pattern: A.txt}\nspecimen: A.txt\n"),),
    "filed-name-missing": _one('name:\n  pattern: "TILL_{day}_{seq}.txt"\n  rule: TILL-21\n  parts:\n    day: {title: 日期, type: D8, same_as: header.day}\n    seq: {title: 批次, type: N(2)}\n', ""),
    "filed-name-part-unknown": _one("TILL_{day}_{seq}", "TILL_{date}_{seq}"),
    "filed-name-part-twice": _one("TILL_{day}_{seq}", "TILL_{day}_{seq}_{day}"),
    "filed-name-unsafe": _one("TILL_{day}", "a/TILL_{day}"),
    "filed-name-same-as": _one("same_as: header.day", "same_as: header.date"),
    "filed-total-column-unknown": _one("{of: sum, column: amt,", "{of: sum, column: amount,"),
    "filed-total-of-text": _one("{of: sum, column: amt,", "{of: sum, column: acct,"),
    "filed-total-into-unknown": _one("into: [header.count]", "into: [header.counts]"),
    "filed-total-into-nothing": (NOTHING, (FILE, "same_as: header.day}", "}"), (FILE, "  total: {title: 合计, type: money}\n", "")),
    "filed-unique-empty": _one("{columns: [acct], rule: TILL-23}", "{rule: TILL-23}"),
    "filed-arrival-mark": _one("mark: .tmp", "mark: tmp"),
    "filed-rule-not-a-mapping": _one("  - {id: TILL-20, says: 版式, declared: layout}", "  - TILL-20"),
    "filed-rule-twice": _one("id: TILL-26", "id: TILL-25"),
    "filed-rule-id": _one("id: TILL-26", "id: till-26"),
    "filed-rule-without-holds": _one('    holds: total.ones <= parameter("most")\n', ""),
    "filed-rule-by-without-rows": _one("    on: file\n", "    on: file\n    by: [total.ones]\n"),
    "filed-rule-unknown": _one("columns: [acct], rule: TILL-23", "columns: [acct], rule: TILL-32"),
    "filed-expression-cell-unknown": _one("former.left + row.amt", "former.left + row.amount"),
    "filed-expression-nothing-there": (NOTHING, (FILE, ", same_as: header.day", ""), (FILE, "{of: count, into: [header.count], rule", "{of: count, rule"),
                                       (FILE, "holds: header.day > former.header.day", "holds: header.day > name.day"), (FILE, "accepts: {earlier: [{header.day: \"20260104\"}]}", "accepts: {}"),
                                       (FILE, "refuses: {earlier: [{header.day: \"20260105\"}]}", "refuses: {}")),
    "filed-example-cell": _one('row.1.amt: "4.00"', 'row.1.amount: "4.00"'),
    "filed-example-column": _one('colour: "1", amt: "100000.00"', 'color: "1", amt: "100000.00"'),
    "lint-filed-specimen-missing": _one("specimen: TILL_20260105_01.txt", "specimen: TILL_20260105_02.txt"),
    "lint-filed-specimen-wrong": ((BYTES, "12|1|1.50", "12|1|1.51"),),
    "lint-filed-specimen-unreadable-cell": ((BYTES, "34||2.00", "34||2.0"),),
    "lint-filed-pair-missing": _one('    refuses: {row.1.left: "3.00"}\n', ""),
    "lint-filed-pair-value": _one('refuses: {row.1.left: "3.00"}', 'refuses: {row.1.left: "3"}'),
    "lint-filed-pair-row": _one('refuses: {row.1.left: "3.00"}', 'refuses: {row.2.left: "3.00"}'),
    "lint-filed-accepts": _one('accepts: {row.0.left: "0.00", row.1.amt: "4.00"}', 'accepts: {row.1.amt: "4.00"}'),
    "lint-filed-refuses": _one('refuses: {row.1.left: "3.00"}', 'refuses: {row.1.left: "4.00"}'),
    "lint-filed-pair-does-not-apply": _one('accepts: {earlier: [{header.day: "20260104"}]}', "accepts: {}"),
    "lint-filed-pair-row-does-not-apply": _one('accepts: {row.0.left: "0.00", row.1.amt: "4.00"}', 'accepts: {rows: [{acct: "1", amt: "1.00", left: "1.00"}]}'),
}

FILES |= PLANS
