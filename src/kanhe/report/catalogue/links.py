"""What lies between the systems of a house, for a clerk: what is done where, and which event of which other system follows from it."""

from __future__ import annotations

from html import escape

from kanhe.model.contract import Contract
from kanhe.model.linkage import Consequence, Linkage
from kanhe.report.catalogue.shelf import LEVELS, cited
from kanhe.report.page_table import cell, table

HEAD = ("编号", "约定", "之后", "别处发生", "写法")


def linkage_section(linkage: Linkage) -> str:
    """A heading and a row for each consequence; what is done and what follows lead to their own places on the page."""
    rows = table(HEAD, map(_row, linkage.consequences))
    return (f'<h3 id="{escape(linkage.id)}">{escape(linkage.title)}　<code>{escape(linkage.id)}</code></h3>'
            f'<p class="small">依据：{escape(cited(linkage.source))}</p>{rows}')


def _row(one: Consequence) -> list[str]:
    name = (f'<b>{escape(one.id)}</b><br><span class="level {one.level.value}">{LEVELS[one.level]}</span> '
            f'<span class="small">{one.source.grade.value} 级</span>')
    titles = {f.path: f.title for f in one.comes.request}
    told = [f"{escape(titles.get(path, path))}：<code>{escape(formula.text)}</code>" for path, formula in one.values.items()]
    only = [f"只在：<code>{escape(one.where.text)}</code>"] if one.where is not None else []
    return [cell(name), cell(escape(one.says)), cell(_link(one.after, one.origin[1])), cell(_link(one.comes, one.target[1])),
            cell("<br>".join([*only, *told]))]


def _link(contract: Contract, role: str) -> str:
    where = f"{contract.party.title}，{contract.party.roles[role]}"
    return f'<a href="#{escape(contract.id)}">{escape(contract.title)}</a><br><span class="small">{escape(where)}</span>'
