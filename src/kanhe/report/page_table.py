"""What every HTML page of ours is made of: the frame without script, tables, and tables of facts. Cells are HTML, escaped already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kanhe.report.page_style import STYLE


def page(title: str, parts: Iterable[str], *, style: str = "") -> str:
    """A whole page. style: more than the common one."""
    return (f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
            f"<title>{escape(title)}</title><style>{STYLE}{style}</style></head><body>{''.join(parts)}</body></html>\n")


def cell(content: str, kind: str = "") -> str:
    """One cell. kind: its class."""
    return f'<td class="{kind}">{content}</td>' if kind else f"<td>{content}</td>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "", wide: bool = False) -> str:
    """A table of whole cells (see `cell`) below headings that are plain text. wide: it scrolls sideways where there is no room."""
    lines = ["".join(f"<th>{escape(name)}</th>" for name in head), *("".join(row) for row in rows)]
    shown = f"<table{f' class={kind}' if kind else ''}>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    return f'<div class="wide">{shown}</div>' if wide else shown


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Two columns: a plain name, and HTML; rows that say nothing are left out."""
    body = "".join(f"<tr><th>{escape(name)}</th><td>{content}</td></tr>" for name, content in rows if content)
    return f'<table class="facts">{body}</table>'
