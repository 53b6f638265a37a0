"""`make demo`: one repair from the first call to the month's figures, by real commands on a ledger made for it.

Each step is a command as a person types it, at the minute the story gives it (SVC_NOW stands for the clock).
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SVC = Path(sys.executable).parent / ("svc.exe" if os.name == "nt" else "svc")
TICKET = "SZ-2611-A0001"


class Step(NamedTuple):
    """One command: at what time, by whom (empty: nobody has to say), what is typed, and why it happens."""

    at: str
    by: str
    typed: str
    story: str


STEPS = (
    Step("2026-11-20T08:20:00", "", "init . --desk A", "办事处建账：一个文件夹，就是一个 git 仓库"),
    Step(
        "2026-11-20T09:12:00",
        "chen",
        "intake --unit 南山明辉餐饮管理有限公司 --address 深圳市南山区南海大道1088号 --phone 0755-26001111"
        " --contact 张工 --mobile 13900001111 --model CR-200 --specification 380V/12kW --serial CR200-24-0042"
        " --bought 2026-08-01 --symptom '开机后不加热，面板报 E-07' --occurred 昨天下午"
        " --wishes '今天下午来修，晚市前要用'",
        "客户来电报修，陈静受理",
    ),
    Step("2026-11-20T09:20:00", "chen", f"handover {TICKET} --to li", "移交协调员李明"),
    Step(
        "2026-11-20T09:40:00",
        "li",
        f"contact {TICKET} --spoke-to 张工 --judged 加热管断路 --promised '14:00'",
        "联系客户，判断故障，承诺上门时间",
    ),
    Step(
        "2026-11-20T09:45:00",
        "li",
        f"reply {TICKET} --remedy '更换加热管，约一小时' --prepare '断电，清空锅体' --spoke-to 张工",
        "回复客户",
    ),
    Step(
        "2026-11-20T09:50:00",
        "li",
        f"dispatch {TICKET} --to wang --appointment '14:00' --agreed-with 张工 --bring '加热管 12kW'",
        "派工给王强",
    ),
    Step("2026-11-20T09:55:00", "li", f"print {TICKET} visit-order --out ../上门维修工单.pdf", "打印上门维修工单"),
    Step(
        "2026-11-20T09:55:30",
        "li",
        f"print {TICKET} visit-order --format html --out ../上门维修工单.html",
        "同一张单，HTML",
    ),
    Step("2026-11-20T13:55:00", "wang", f"arrive {TICKET} --met 张工", "王强到达现场"),
    Step(
        "2026-11-20T15:30:00",
        "wang",
        f"visit {TICKET} --outcome fixed --found '加热管断路，绝缘正常' --done '更换加热管，满载试机 30 分钟'"
        " --cause quality --part '加热管 12kW:1' --condition 运行正常 --advice 每月清洁炉腔",
        "维修完毕",
    ),
    Step("2026-11-20T16:30:00", "wang", f"back {TICKET}", "返回办事处"),
    Step("2026-11-20T16:40:00", "wang", f"slip {TICKET} --signed-by 张工 --rating satisfied", "交回维修回执"),
    Step("2026-11-21T17:00:00", "cron", "overdue --flag", "定时任务：回访已超过 24 小时，标记超时"),
    Step(
        "2026-11-21T17:10:00",
        "zhao",
        f"callback {TICKET} --spoke-to 张工 --rating very_satisfied",
        "赵敏电话回访",
    ),
    Step("2026-11-21T17:12:00", "zhao", f"close {TICKET}", "结案"),
    Step("2026-11-21T17:20:00", "", f"show {TICKET}", "整张工单的来龙去脉"),
    Step("2026-11-21T17:21:00", "", "report south 2026-11", "华南区十一月的数字"),
    Step("2026-11-21T17:22:00", "", "check", "检查账本"),
)


def environment(top: Path) -> dict[str, str]:
    """What the desk's machine has: git knows a name; nothing of the person who runs the demo is used."""
    config = top / "gitconfig"
    config.write_text("[user]\n\tname = Demo\n\temail = demo@example.com\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SVC_", "GIT_"))}
    return kept | {"GIT_CONFIG_GLOBAL": str(config), "GIT_CONFIG_NOSYSTEM": "1", "SVC_LANG": "zh", "PYTHONUTF8": "1"}


def play(top: Path, say: object = print) -> list[tuple[Step, str]]:
    """Play all steps below `top`, which is emptied first; gives each step with what it printed.

    Raises SystemExit naming the step that failed.
    """
    tell = say if callable(say) else print
    shutil.rmtree(top, ignore_errors=True)
    ledger = top / "ledger"
    ledger.mkdir(parents=True)
    env = environment(top)
    shown = []
    for step in STEPS:
        words = [*(["--as", step.by] if step.by else []), *shlex.split(step.typed)]
        if step.by == "cron":
            ended = by_cron(step, ledger, env)
        else:
            ended = subprocess.run(
                [str(SVC), *words],
                cwd=ledger,
                env=env | {"SVC_NOW": step.at + "+08:00"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        tell(f"\n— {step.at[5:16].replace('T', ' ')}  {step.story}\n$ svc {step.typed}")
        tell(f"{ended.stdout}{ended.stderr}".rstrip())
        if ended.returncode:
            raise SystemExit(f"step failed with status {ended.returncode}: svc {step.typed}")
        shown.append((step, ended.stdout))
    return shown


def by_cron(step: Step, ledger: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The crontab line's command in cron's bare environment: no HOME, no language, only absolute paths."""
    line = cron_line(ledger)
    bare = {
        "PATH": "/usr/bin:/bin",
        "SVC_NOW": step.at + "+08:00",
        "GIT_CONFIG_GLOBAL": env["GIT_CONFIG_GLOBAL"],
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    return subprocess.run(
        ["/bin/sh", "-c", line], env=bare, cwd="/", capture_output=True, encoding="utf-8", check=False
    )


def cron_line(ledger: Path) -> str:
    """What stands behind the five fields of a crontab line."""
    return f"{shlex.quote(str(SVC))} --ledger {shlex.quote(str(ledger))} --as cron overdue --flag"


def main() -> None:
    top = Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo").absolute()
    play(top)
    print(f"\n账本: {top / 'ledger'}")
    print(f"上门维修工单: {top / '上门维修工单.pdf'}")
    print(f"            {top / '上门维修工单.html'}")
    print(f"crontab: */10 * * * * {cron_line(top / 'ledger')}")


if __name__ == "__main__":
    main()
