from __future__ import annotations
from conftest import Desk
from store.own import write_own
from store.robot_server import robots, SECRET
from datetime import datetime

def test_try(desk: Desk, tmp_path) -> None:
    desk.play("dispatch")
    desk.other(2)
    desk.ok("complaint","about",desk.ticket,"--words","师傅态度差 13900001111","--wishes","道歉",by="chen",now="2026-11-20T10:00:00")
    desk.ok("roster","--duty","2026-11-21","--who","wang",by="li")
    desk.ok("overdue","--flag","--all",by="cron",now="2026-11-23T10:00:00")
    desk.edit("warranty:", 'notify:\n  - {digest: "flagged", channel: "g"}\n  - {digest: "morning", channel: "g", mention: true}\n  - {digest: "tomorrow", channel: "g"}\n  - {digest: "complaints", channel: "g", personal: "full"}\n  - {digest: "duty", channel: "g"}\nwarranty:', "svc.yaml")
    for when in ("2026-11-23T10:00:00","2026-11-19T10:00:00", "2026-11-20T11:00:00"):
        for lang in ("zh", "en"):
            print(desk.svc("--lang", lang, "notify","--dry-run", now=when))
            print(desk.svc("--lang", lang, "notify","--dry-run", now=when).out)
    now = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
    with robots(now.timestamp()) as server:
        write_own(desk, tmp_path, channels={"g": {"kind": "dingtalk", "url": server.url("dingtalk"), "secret": SECRET}})
        for _ in range(2):
            e = desk.svc("notify", now=now.isoformat()); print(e.status, e.out, e.err)
        server.mode="rate"
        e = desk.svc("notify", "morning", now="2026-11-24T08:00:00+08:00"); print(e.status, e.out, e.err)
    assert 0
