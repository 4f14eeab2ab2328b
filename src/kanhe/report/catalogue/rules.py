"""Promises as a table: id, level and grade; what is promised, where it is written and how it is put; the pair that lint executes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from kanhe.model.contract import Rule
from kanhe.report.catalogue.examples import told
from kanhe.report.catalogue.shelf import LEVELS, AnyRule
from kanhe.report.page_table import cell, table

HEAD = ("编号", "约定", "例")
WHOSE = {"request": "请求", "reply": "应答", "state": "受理条件", "row": "逐行", "file": "整份文件", "series": "前后文件",
         "history": "多笔报文之间"}


def rule_table(rules: Sequence[AnyRule]) -> str:
    """The table; '' where there are none."""
    return table(HEAD, map(_row, rules), kind="rules") if rules else ""


def _row(rule: AnyRule) -> Sequence[str]:
    source = rule.source
    name = (f'<b>{escape(rule.id)}</b><br><span class="level {rule.level.value}">{LEVELS[rule.level]}</span> '
            f'<span class="small">{source.grade.value} 级</span>')
    clause = " ".join(p for p in (source.document, source.clause) if p)
    lines = "".join(f'<br><span class="small">{line}</span>' for line in (*_how(rule), *([f"依据：{escape(clause)}"] if clause else [])))
    return [cell(name), cell(f"{escape(rule.says)}{lines}"), cell(_pair(rule))]


def _how(rule: AnyRule) -> Iterator[str]:
    where = WHOSE.get(rule.on, "")
    if rule.holds is not None:
        yield f"{where}：<code>{escape(rule.holds.text)}</code>"
    elif isinstance(rule, Rule) and rule.check:
        shown = "，".join(f"{k} {getattr(v, 'text', v)}" for k, v in rule.params.items())
        yield f"{where}：检查 <code>{escape(rule.check)}</code>（{escape(shown)}）"
    if isinstance(rule, Rule) and rule.each:
        yield f"对 <code>{escape(rule.each)}</code> 逐行"
    if not isinstance(rule, Rule) and rule.where is not None:
        yield f"只对：<code>{escape(rule.where.text)}</code>"


def _pair(rule: AnyRule) -> str:
    if isinstance(rule, Rule) and rule.on == "history":
        return "由前后报文判断"
    if rule.accepts is None or rule.refuses is None:
        return "由声明导出，逐项试"
    halves = (("kept", "√ 合规", rule.accepts), ("broken", "× 不合规", rule.refuses))
    return "".join(f'<div class="half"><b class="{kind}">{title}</b> {"<br>".join(map(escape, told(example)))}</div>'
                   for kind, title, example in halves)
