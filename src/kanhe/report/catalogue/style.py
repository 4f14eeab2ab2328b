"""What the catalogue page adds to the style of the verdict page."""

STYLE = """
.title h1{font-size:1.7em;margin:0}.title p{margin:.2em 0}h3.family{font-size:1.12em;background:#eef3f8;padding:.3em .6em}
h4{font-size:1.02em;margin:1.2em 0 .3em}h4.interface{border-left:.4em solid #1f5a8a;padding-left:.5em;margin-top:2em}
h5{font-size:.95em;margin:.9em 0 .2em}code{font:12.5px "Noto Sans Mono CJK SC",Consolas,monospace}a{color:#1f5a8a}
table.fields,table.rules,table.index{table-layout:fixed}table{font-size:14px}
.fields th:nth-child(1){width:25%}.fields th:nth-child(2){width:21%}.fields th:nth-child(4){width:16%}.fields th:nth-child(5){width:11%}
.rules th:nth-child(1){width:13%}.rules th:nth-child(3){width:33%}.rules td{font-size:13.5px}
.index th:nth-child(1){width:18%}.index th:nth-child(3){width:8%}.index th:nth-child(5){width:8%}
.level{border:1px solid;padding:0 .3em;font-size:12px;white-space:nowrap}.level.must{color:#a40000}.level.should{color:#7a5200}
.level.note{color:#555}.half{margin-bottom:.3em}.half b{font-weight:600}
ul.codes{columns:3;margin:.2em 0;padding-left:1.3em;font-size:13.5px}
svg.states{display:block;margin:.4em 0;font:13px "Noto Sans CJK SC","Microsoft YaHei",SimSun,sans-serif}
svg.states rect{fill:#f4f7fa;stroke:#1f5a8a;stroke-width:1.3}svg.states path{fill:none;stroke:#444;stroke-width:1.2}
svg.states path.back{stroke-dasharray:5 3}svg.states path.head{fill:#444;stroke:none}svg.states text{fill:#222}
svg.states text.name{font-weight:600}svg.states text.code{font-size:11px;fill:#555}
details summary{color:#1f5a8a;font-size:13px;cursor:pointer}
@media(max-width:600px){table{font-size:12.5px}td,th{padding:.15em .3em}code{font-size:11px}ul.codes{columns:1}
.fields th:nth-child(1){width:26%}.fields th:nth-child(5){width:14%}.rules th:nth-child(1){width:22%}.rules td{font-size:12px}
td .small{font-size:11px}
.index th:nth-child(1){width:24%}.index th:nth-child(3){width:13%}.index th:nth-child(5){width:12%}}
@media print{table,.rules td,ul.codes{font-size:10px}code{font-size:9px}section{break-before:auto}h4,h5{break-after:avoid}
details{display:none}a{color:inherit;text-decoration:none}nav{break-after:page}svg.states{max-width:100%;height:auto}}
"""
