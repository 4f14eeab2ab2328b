"""The style of the verdict page: readable on a phone, on a desk and on A4 paper; without it the page is still in order.

Six outcomes, six colours; the sign and the word beside each say the same to those who see or print no colour.
"""

from kanhe.model.words import Outcome

COLOURS = {  # text and border, ground
    Outcome.KEPT: ("#1b6e1b", "#e9f5e9"), Outcome.BROKEN: ("#a40000", "#fbe3e3"), Outcome.NOTED: ("#7a5200", "#fff3d0"),
    Outcome.UNREACHED: ("#6a1b9a", "#f1e4f7"), Outcome.SKIPPED: ("#1f5a8a", "#e3eef8"), Outcome.HARNESS: ("#333333", "#dcdcdc"),
}

_BASE = """
*{box-sizing:border-box}
body{font:15px/1.65 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",SimSun,sans-serif;max-width:64em;margin:1.2em auto;
padding:0 1em;color:#222;overflow-wrap:anywhere}
.verdict{border-left:.5em solid;padding:.6em 1em}.verdict h1{font-size:1.7em;margin:0}.verdict p{margin:.2em 0;color:#222}
h2{font-size:1.2em;border-bottom:2px solid #888;margin:1.8em 0 .6em}h3{font-size:1em;margin:1.1em 0 .3em}
ul.totals{list-style:none;padding:0;margin:1em 0 .3em;display:grid;grid-template-columns:repeat(auto-fit,minmax(5.6em,1fr));gap:.4em}
ul.totals li{border:1px solid #ccc;border-top-width:.25em;padding:.2em .6em;white-space:nowrap}
ul.totals b{display:block;font-size:1.35em;line-height:1.3}ul.totals li.none{color:#777}
table{border-collapse:collapse;width:100%;margin:.4em 0}td,th{border:1px solid #bbb;padding:.2em .6em;text-align:left;vertical-align:top}
th{background:#eee;font-weight:600}.facts th{width:7em;white-space:nowrap}.wide{overflow-x:auto}.wide td,.wide th{white-space:nowrap}
.wide th{white-space:normal;min-width:5em}.wide td:first-child{white-space:normal;min-width:9em}
.finding{border:1px solid;border-left-width:.35em;padding:.5em .9em;margin:0 0 1em;background:#fff}.finding h3{margin:.1em 0}
.finding td,.finding p,.finding pre{color:#222}.finding p{margin:.3em 0 .1em}.finding .label,.label{color:#555;font-size:13px}
.talk{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22em),1fr));gap:0 .8em}.talk>div{min-width:0}
pre{background:#f6f6f6;border:1px solid #ddd;padding:.4em .6em;white-space:pre-wrap;margin:.15em 0 .4em;
font:12.5px/1.55 "Noto Sans Mono CJK SC",Consolas,monospace}
ul.plain{margin:.2em 0;padding-left:1.3em}.small{color:#555;font-size:13px}.sign td{height:4.2em;width:33%}
@media(max-width:600px){body{font-size:14px;padding:0 .6em;margin:.4em auto}.facts th{width:5em;white-space:normal}
.finding{padding:.4em .5em}}
@media print{body{margin:0;max-width:none;font-size:11px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2,h3{break-after:avoid}li,tr,pre,.sign{break-inside:avoid}pre{font-size:9.5px}.small,.finding .label,.label{font-size:10px}
ul.totals{grid-template-columns:repeat(8,1fr)}ul.totals li{white-space:normal}
@page{size:A4;margin:14mm}}
"""


def _coloured(outcome: Outcome) -> str:
    ink, ground = COLOURS[outcome]
    name = outcome.value
    return (f".verdict.{name},td.{name}{{background:{ground}}}.verdict.{name},.finding.{name},h3.{name},b.{name},td.{name} b,"
            f"ul.totals li.{name}{{color:{ink}}}.finding.{name},ul.totals li.{name}{{border-color:{ink}}}\n")


STYLE = _BASE + "".join(map(_coloured, Outcome))
