"""The command line: one parser, one lazy import per verb, one place where errors become messages and exit codes."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence

from kanhe import __version__
from kanhe.cli.arguments import Parser, count, number, port, seconds, seed
from kanhe.cli.catalogue_arguments import add_catalogue
from kanhe.cli.file_arguments import add_file, add_reconcile
from kanhe.cli.new_arguments import add_new
from kanhe.errors import ContractError, KanheError, UsageError, fault, reason

EPILOG = """\
例：
  kanhe verify                                对内置模拟器跑完全部契约，出结论页与 Allure 报告
  kanhe verify --root 契约目录 --target 甲行    用另一套契约去测一个已在运行的端点
  kanhe lint                                  检查契约，一次列出全部问题
  kanhe serve land_margin --role bank         启动一个模拟器

退出码：0 全部守约  1 有不符  2 用法或契约有误  3 对端不可达  4 未测全  5 本方故障  130 被中断
"""
UNFINISHED = 4  # what was to be told could not be told: never green
UNWRITABLE = {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def parser() -> argparse.ArgumentParser:
    """The whole command line; built without importing any verb."""
    root = Parser(prog="kanhe", description="勘合：接口契约测试与接口模拟", epilog=EPILOG)
    root.add_argument("--version", action="version", version=f"kanhe {__version__}", help="显示版本")
    known = "verify|lint|catalogue|new|serve|sim|generate|faults|file|reconcile|report|defects"
    verbs = root.add_subparsers(dest="verb", metavar=known, required=True, title="命令")
    _verify(verbs.add_parser("verify", help="按契约测试对端，出结论", description="按契约测试对端，出结论"))
    _lint(verbs.add_parser("lint", help="检查契约，一次列出全部问题"))
    add_catalogue(verbs)
    add_new(verbs)
    _serve(verbs.add_parser("serve", help="在本机回环地址上启动一个模拟器"))
    _sim(verbs.add_parser("sim", help="看正在运行的模拟器：拨钟、推一步、看流水"))
    report = verbs.add_parser("report", help="安装 Allure 3，或把结果目录渲染成一个 HTML 文件")
    report.add_argument("action", choices=("install", "render"), help="install 装 Allure 3；render 渲染")
    report.add_argument("folder", nargs="?", metavar="DIR", default="reports/out", help="报告目录（缺省 reports/out）")
    report.set_defaults(verb_module="kanhe.cli.report")
    _generate(verbs.add_parser("generate", help="从任一 XSD、JSON Schema 或 OpenAPI 生成报文：有效的，或各违反一项约束的"))
    _faults(verbs.add_parser("faults", help="列出可注入的故障，或在本机的一个服务前面注入故障"))
    add_file(verbs)
    add_reconcile(verbs)
    defects = verbs.add_parser("defects", help="列出植入缺陷，或逐个验证都能被发现")
    defects.add_argument("--run", action="store_true", help="逐个运行，打印缺陷 × 规则 × 用时")
    defects.add_argument("--only", default="", help="缺陷名的通配式")
    defects.add_argument("--of", default="", metavar="FAMILY", help="不用植入的缺陷：由这一族的契约推出的，每个只少做一件事")
    defects.add_argument("--root", default="", help="与 --of 连用：契约目录（缺省：本项目的 contracts）")
    defects.add_argument("--seed", type=seed, default=20260101, help="随机种子")
    defects.set_defaults(verb_module="kanhe.cli.defects")
    return root


def _verify(verify: argparse.ArgumentParser) -> None:
    verify.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    verify.add_argument("--config", default="", help="目标配置文件（缺省：当前目录或契约目录上级的 kanhe.toml）")
    verify.add_argument("--target", default="sim", help="目标名：sim（内置模拟器，缺省）或 kanhe.toml 中的名称")
    verify.add_argument("--only", default="", metavar="PATTERN", help="只测这些契约，如 G0000*，或 G00001@对端名")
    verify.add_argument("--seed", type=seed, default=20260101, help="随机种子；同一种子得到同样的事实")
    verify.add_argument("--budget", type=seconds, default=60.0, help="每家对端的时间预算，如 30s、5m（缺省 60s）")
    verify.add_argument("--jobs", type=count, default=0, metavar="N",
                        help="同时测几家对端，每家一个进程；缺省：内置模拟器用全部处理器，真实目标一家一家来")
    verify.add_argument("--sequences", type=count, default=24, metavar="N", help="每家跑多少个随机序列；0 连长清单也不跑（缺省 24）")
    verify.add_argument("--defect", action="append", default=[], metavar="NAME", help="在内置模拟器里植入缺陷（可重复）")
    verify.add_argument("--money", default="", metavar="TARGET", help="对非回环目标发送动账报文时，须再次写出目标名")
    verify.add_argument("--memory", action="store_true", help="内置模拟器在内存中运行，不经套接字")
    verify.add_argument("--out", default="reports/out", help="报告目录")
    verify.add_argument("--no-report", action="store_true", help="不写报告文件")
    verify.add_argument("--json", action="store_true", help="在标准输出给出一份 JSON 结果")
    verify.set_defaults(verb_module="kanhe.cli.verify")


def _lint(lint: argparse.ArgumentParser) -> None:
    lint.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    lint.add_argument("--output-format", choices=("text", "github", "json"), default="text", help="问题的写法（缺省 text）")
    lint.add_argument("--json", action="store_const", const="json", dest="output_format", help="即 --output-format json")
    lint.add_argument("--schema", nargs="?", const="-", default="", metavar="FILE",
                      help="写出契约语言的 JSON Schema，供编辑器补全（缺省写到标准输出）")
    lint.set_defaults(verb_module="kanhe.cli.lint")


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("family", help="契约族，如 land_margin")
    serve.add_argument("--role", required=True, help="模拟器扮演的角色，如 bank")
    serve.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址（缺省只在回环地址）")
    serve.add_argument("--port", type=port, default=0, help="端口，0 由系统选择")
    serve.add_argument("--control-port", type=port, default=0, help="控制端口，0 由系统选择")
    serve.add_argument("--peer", default="", help="它主动发报文的对方地址，如 tcp://127.0.0.1:9101")
    serve.add_argument("--defect", action="append", default=[], metavar="NAME", help="植入缺陷（可重复）")
    serve.add_argument("--fault", action="append", default=[], metavar="FAULT[:OP[:NTH]]",
                       help="注入故障，如 lose_reply:G00003:2（可重复；kanhe faults 列出全部）")
    serve.add_argument("--clock", default="real", metavar="CLOCK",
                       help="real（随墙钟，缺省）、frozen（静止，只能拨）、2026-09-30T16:58:41（从此刻起走）、frozen@时刻")
    serve.add_argument("--plan", default="", metavar="NAME", help="所有请求都照这个预案走（契约 plans 里的名字）")
    serve.add_argument("--seed", type=seed, default=20260101, help="随机种子")
    serve.add_argument("--expose", action="store_true", help="允许监听非回环地址")
    serve.set_defaults(verb_module="kanhe.cli.serve")


def _sim(sim: argparse.ArgumentParser) -> None:
    sim.add_argument("what", choices=("clock", "nudge", "tail"), help="clock 看钟或拨钟；nudge 推一笔业务走一步；tail 看发生过什么")
    sim.add_argument("words", nargs="*", metavar="…", help="clock advance；nudge 业务键 步骤 [代码]")
    sim.add_argument("--at", default="", metavar="ADDRESS", help="控制端口，即 kanhe serve 就绪行的 control=（缺省取 KANHE_SIM）")
    sim.add_argument("--to", default="", metavar="WHEN", help="拨到：next-cutoff、next-working-day、2026-10-09T09:30、+2h 等")
    sim.add_argument("--after", type=number, default=0, metavar="N", help="tail：只看第 N 条之后的")
    sim.set_defaults(verb_module="kanhe.cli.sim")


def _generate(generate: argparse.ArgumentParser) -> None:
    generate.add_argument("file", metavar="SCHEMA", help="XSD（它引用的文件放在同一目录之内）、JSON Schema 或 OpenAPI 3.1 文件")
    generate.add_argument("--element", default="", metavar="NAME",
                          help="报文的根元素（缺省：没有被别处引用的全局元素）；"
                               "OpenAPI 写 'POST /路径'、'GET /路径 200' 或 components 中的名字")
    generate.add_argument("-n", type=count, default=10, help="份数（缺省 10）")
    generate.add_argument("--invalid", action="store_true", help="每份违反一项约束，旁边的 .label 写明路径与约束")
    generate.add_argument("--rich", action="store_true", help="多用可选的部分，报文大得多")
    generate.add_argument("--charset", choices=("UTF-8", "GBK", "GB18030"), default="UTF-8", help="报文的字符集（缺省 UTF-8）")
    generate.add_argument("--seed", type=seed, default=20260101, help="随机种子；同一种子得到同样的报文")
    generate.add_argument("--out", required=True, metavar="DIR", help="写到这个目录")
    generate.set_defaults(verb_module="kanhe.cli.generate")


def _faults(faults: argparse.ArgumentParser) -> None:
    faults.add_argument("--before", default="", metavar="ADDRESS", help="本机上的服务，如 tcp://127.0.0.1:9001")
    faults.add_argument("--family", default="", help="它说哪一族契约的话，如 land_margin")
    faults.add_argument("--fault", action="append", default=[], metavar="FAULT[:OP[:NTH]]", help="如 lose_reply:G00003:2（可重复）")
    faults.add_argument("--root", default="", help="契约目录（缺省：本项目的 contracts）")
    faults.add_argument("--port", type=port, default=0, help="代理的端口，0 由系统选择")
    faults.add_argument("--seed", type=seed, default=20260101, help="随机种子")
    faults.set_defaults(verb_module="kanhe.cli.faults")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code. Every error becomes its message, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a sign shows its code, and never crashes
    exit_code = _run(argv)
    return exit_code if _written_out() else exit_code or UNFINISHED


def _run(argv: Sequence[str] | None) -> int:
    try:
        args = parser().parse_args(argv)
        run: Callable[[argparse.Namespace], int] = importlib.import_module(args.verb_module).run
        return run(args)
    except ContractError as error:
        told = "".join(f"{problem}\n" for problem in error.problems) + f"共 {len(error.problems)} 处问题。"
        return _say(told, error.exit_code)
    except UsageError as error:
        return _say(str(error.problem), error.exit_code)
    except KanheError as error:
        return _say(str(error), error.exit_code)
    except SystemExit as asked:  # argparse, after --help or --version
        return int(asked.code or 0)
    except KeyboardInterrupt:
        return _say("已中断。", 130)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in UNWRITABLE:  # standard output: verbs name the files that they write
            return _say(f"标准输出：{reason(error)}", UNFINISHED)
        return _say(f"本方故障：{fault(error)}\n    下一步: 详情在 {_kept_trace()}，报告问题时请附上", KanheError.exit_code)


def _written_out() -> bool:
    """Flush both streams now. One that cannot be written is turned to nowhere, or Python would try again while it exits, and exit 120."""
    whole = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            whole = False
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    return whole


def _say(text: str, exit_code: int) -> int:
    print(text, file=sys.stderr)
    return exit_code


def _kept_trace() -> str:
    """The whole traceback in a file of its own, for whoever mends it."""
    try:
        with tempfile.NamedTemporaryFile("w", prefix="kanhe-", suffix=".trace.txt", delete=False, encoding="utf-8") as file:
            traceback.print_exc(file=file)
            return file.name
    except OSError:
        return "（写不了临时文件，没有留下）"


if __name__ == "__main__":
    sys.exit(main())
