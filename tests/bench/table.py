"""`make bench`: every row of the design's table of figures beside its floor, on ledgers of 10,000
and 100,000 tickets.

    python -m bench.table 10000 100000 [--pairs 11]

The units, all measured in the same session: B is `python -c pass` of this environment; G is `git
add` and `git commit` of one new file, flushed to the disk, in the same ledger; S is `git status
--porcelain` there; C is PyYAML's C loader reading all its records in one process, scaled up from
every so-manieth of them.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path

from bench import inside, ledger
from bench.measure import Row, Run, after, command, environment, peak_bytes, row, table, together

BIN = Path(sys.executable).parent
MONTH = ledger.NOW[:7]
LAST_MONTH = "2026-09"
REGION, OFFICE = "south", "SZ"
"""The largest one, and its office."""
PART = "P-1001"
SAMPLED = 1000
"""Records that PyYAML reads for one measurement of C."""
SLOW_SECONDS = 10.0
SEARCHED = ("不加热", "漏水", "loushui", "CR-200")


class Bench:
    """One ledger and the commands run in it."""

    def __init__(self, tickets: int, env: dict[str, str], pairs: int) -> None:
        self.tickets = tickets
        self.top = ledger.made(tickets)
        self.env = env
        self.pairs = pairs
        self._count = 0
        self.ticket = sorted((self.top / "tickets" / "SZ" / MONTH).glob("SZ-*-A*.yaml"))[-1].stem
        self.bare = command([sys.executable, "-c", "pass"], self.top, env)

    @cached_property
    def open_by_technician(self) -> Counter[str]:
        """How many open tickets each technician has."""
        words = [str(BIN / "svc"), "--json", "list"]
        listed = subprocess.run(
            words, cwd=self.top, env=self.env, capture_output=True, check=True
        ).stdout
        return Counter(
            item["technician"] for item in json.loads(listed)["items"] if item["technician"]
        )

    @property
    def rows(self) -> int:
        """The length of a list that fits on a screen, or the longest there is."""
        return min(50, max(self.open_by_technician.values()))

    def technician(self, rows: int) -> str:
        """The one whose open tickets are nearest to so many."""
        return min(
            self.open_by_technician.items(), key=lambda entry: (abs(entry[1] - rows), entry[0])
        )[0]

    @property
    def other_technician(self) -> str:
        """Anybody else who goes out."""
        return max(set(self.open_by_technician) - {self.technician(self.rows)})

    @property
    def all_months(self) -> str:
        """From the first month of the ledger to the newest."""
        first = min(folder.name for folder in self.top.glob("tickets/*/*"))
        return f"{first}..{MONTH}"

    def svc(self, *words: str) -> Run:
        return command([str(BIN / "svc"), *words], self.top, self.env)

    def git(self, *words: str) -> Run:
        return command(["git", "-c", "core.fsync=all", *words], self.top, self.env)

    def starts(self) -> Iterator[Row]:
        """What a person waits for at each command, in B."""
        for what, words, goal in (
            ("`svc --version`", ("--version",), 6.5),
            ("`svc --help`", ("--help",), 7.5),
            ("`svc show ID`", ("show", self.ticket), 8.0),
            (
                f"`svc list --technician`, {self.rows} rows",
                ("list", "--technician", self.technician(self.rows)),
                9.0,
            ),
            ("`svc mine`", ("--as", self.technician(self.rows), "mine"), 25.0),
            ("`svc outstanding`", ("outstanding",), 25.0),
            ("`svc equipment list`, the first 50", ("equipment", "list"), 15.0),
            ("`svc daily` of an office", ("daily", "--office", "SZ"), 25.0),
            (
                "`svc staff leave`, what hangs on somebody",
                ("staff", "leave", self.technician(self.rows), "--to", self.other_technician),
                100.0,  # all customers' files are read; once or twice a year
            ),
            (
                "`svc notify --dry-run`, all digests",
                (
                    "notify",
                    "flagged",
                    "tomorrow",
                    "morning",
                    "complaints",
                    "duty",
                    "--to",
                    "group",
                    "--dry-run",
                ),
                60.0,
            ),
            (
                "`svc calendar export` of one",
                ("calendar", "export", "--technician", self.technician(self.rows)),
                40.0,
            ),
            ("`svc stock list` of an office", ("stock", "list", "--office", OFFICE), 12.0),
            ("`svc stock list` of a part", ("stock", "list", PART), 12.0),
            ("`svc stock list --short`", ("stock", "list", "--office", OFFICE, "--short"), 16.0),
            ("`svc stock sheet` of an office", ("stock", "sheet", "--office", OFFICE), 16.0),
            ("`svc holds`", ("holds",), 12.0),
            ("`svc stock book` of a part", ("stock", "book", PART, "--office", OFFICE), 12.0),
            ("`svc stock documents`", ("stock", "documents", "--month", MONTH), 12.0),
            ("`svc stock value`", ("stock", "value"), 12.0),
            ("`svc report REGION MONTH`", ("report", REGION, MONTH), 10.0),
            ("`svc report all MONTH`", ("report", "all", MONTH), 13.0),
            ("`svc report REGION` over all months", ("report", REGION, self.all_months), 13.0),
        ):
            yield self._of_command(what, words, goal)
        for text in SEARCHED:
            yield self._of_command(f"`svc search {text}`", ("search", text), 25)
        yield self._of_tab_key(("dispatch", self.ticket, "--to", ""))
        yield self._of_tab_key(("show", ""))

    def _of_tab_key(self, words: tuple[str, ...]) -> Row:
        """What bash waits for at the Tab key behind these words: as a short list."""
        env = {
            **self.env,
            "COMP_WORDS": "\n".join(("svc", *words)),
            "COMP_CWORD": str(len(words)),
            "_SVC_COMPLETE": "complete_bash",
        }
        run = command([str(BIN / "svc")], self.top, env)
        line = " ".join(word.replace(self.ticket, "ID") for word in words if word)
        what = f"the Tab key behind `svc {line}`"
        return row(what, 12.0, "B", self.bare, run, pairs=self.pairs)

    def _of_command(self, what: str, words: tuple[str, ...], goal: float) -> Row:
        """In pairs with B; but one pair alone of what takes so long, also the second time, that it
        misses by far.
        """
        run = self.svc(*words)
        pairs = self.pairs if run() < SLOW_SECONDS or run() < SLOW_SECONDS else 1
        return row(what, goal, "B", self.bare, run, pairs=pairs, note="" if pairs > 1 else "1 pair")

    def intake(self) -> Iterator[Row]:
        """`svc intake --from` of a customer who is new, with its commit."""

        def by_git() -> float:
            name = f"bench-{self._next()}.txt"
            (self.top / name).write_text(name, encoding="ascii")
            return together(self.git("add", name), self.git("commit", "-q", "-m", "bench"))()

        def by_svc() -> float:
            with tempfile.TemporaryDirectory() as folder:
                request = Path(folder) / "request.yaml"
                request.write_text(REQUEST.format(number=self._next()), encoding="utf-8")
                return self.svc("--as", "chen", "intake", "--from", str(request))()

        by_svc()
        yield row(
            "`svc intake --from FILE` with its commit", 0.8, "G", by_git, by_svc, pairs=self.pairs
        )

    def imports(self) -> Iterator[Row]:
        """A department's lists, into the sample: 3,000 customers, then 5,000 machines of theirs."""
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder) / "ledger"
            shutil.copytree(ledger.TOP / "ledger", top)
            for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "sample")):
                command(["git", *words], top, self.env)()
            command([str(BIN / "svc"), "init", "--join", "--desk", "R"], top, self.env)()
            customers, machines = (
                Path(folder) / name for name in ("customers.csv", "machines.csv")
            )
            customers.write_text(CUSTOMERS, encoding="utf-8")
            machines.write_text(MACHINES, encoding="utf-8")
            words = [str(BIN / "svc"), "--as", "sun", "import"]
            both = together(
                command([*words, "customers", str(customers), "--go"], top, self.env),
                command([*words, "machines", str(machines), "--go"], top, self.env),
            )
            yield Row("`svc import` of 3,000 customers and 5,000 machines", 20, "s", [both()])

    def _next(self) -> int:
        self._count += 1
        return self._count

    def bulk(self) -> Iterator[Row]:
        """The index from nothing, and check of everything."""
        parse = partial(inside.parsed_by_pyyaml, self.top, self.tickets, SAMPLED)
        fill = after(self._forget, self.svc("list"))
        yield row("index from nothing, then `svc list`", 0.15, "C", parse, fill, pairs=self.pairs)
        if not self._index:
            return
        yield row(
            "`svc check` of everything",
            1.3,
            "× the index",
            fill,
            self.svc("check"),
            pairs=self.pairs,
        )
        size = sum(path.stat().st_size for path in self._index)
        yield Row("index on disk, a ticket", 300, "B", [size / self.tickets])
        self._forget()
        most = peak_bytes([str(BIN / "svc"), "list"], self.top, self.env)
        yield Row("peak memory of filling it", 150, "MiB", [most / 2**20])

    def exports(self) -> Iterator[Row]:
        """Whole tables for other tools, and the memory that they take."""
        parse = partial(inside.parsed_by_pyyaml, self.top, self.tickets, SAMPLED)
        with tempfile.TemporaryDirectory() as folder:
            for name in ("events", "tickets"):
                words = ("export", name, "--out", str(Path(folder) / name))
                yield row(f"`svc export {name}`, all", 1.0, "C", parse, self.svc(*words), pairs=3)
                most = peak_bytes([str(BIN / "svc"), *words], self.top, self.env)
                yield Row(f"peak memory of exporting {name}", 150, "MiB", [most / 2**20])

    @property
    def _index(self) -> list[Path]:
        return sorted((self.top / ".svc").glob("tickets*.sqlite"))

    def _forget(self) -> None:
        shutil.rmtree(self.top / ".svc", ignore_errors=True)

    def freshness(self) -> Iterator[Row]:
        """Finding out that nothing changed, and a list after something did."""
        if not self._index:
            return
        status = self.git("status", "--porcelain")
        for what, full, goal in (
            ("finding that nothing changed", False, 0.15),
            ("the same, every file looked at", True, 3.5),
        ):
            looked = partial(inside.looked_for_changes, self.top, full=full)
            looked()
            status()
            yield row(what, goal, "S", status, looked, pairs=self.pairs)
        report = ["report", REGION, MONTH]
        for words, office, count, goal in (
            (["list"], "*", 1, 1.7),
            (["list"], "*", 100, 2.2),
            (report, OFFICE, 1, 2.2),
        ):
            files = self._of_newest_month(count, office)
            plural = "file" if count == 1 else "files"
            unchanged = self.svc(*words)
            unchanged()
            yield row(
                f"first `svc {words[0]}` after {count} {plural} changed", goal, "× unchanged",
                unchanged, after(partial(self._edit, files), unchanged), pairs=self.pairs,
            )  # fmt: skip
            self._edit(files, back=True)
            unchanged()
        for region in (REGION, "all"):
            anew = together(command(["rm", "-rf", ".svc"], self.top, self.env), self.svc("list"))
            first = after(anew, self.svc("report", region, MONTH))
            took = [first() for _ in range(min(self.pairs, 3))]
            yield Row(f"first `svc report {region} MONTH`, the index just made", 2, "s", took)
            first = after(
                partial(inside.forget_what_reports_counted, self.top),
                self.svc("report", region, MONTH),
            )
            took = [first() for _ in range(min(self.pairs, 3))]
            yield Row(f"`svc report {region} MONTH` with every ticket counted anew", 6, "s", took)

    def sealed(self) -> Iterator[Row]:
        """The month before is sealed, and compared once tickets have changed since."""
        words = ["git", "rev-parse", "HEAD"]
        tip = subprocess.run(
            words, cwd=self.top, env=self.env, capture_output=True, text=True, check=True
        ).stdout.strip()
        seal = self.svc("--as", "sun", "seal", LAST_MONTH, "--office", OFFICE)
        undo = self.git("reset", "-q", "--hard", tip)
        yield row(
            "`svc seal` of an office's month", 60.0, "B", self.bare, after(undo, seal), pairs=3
        )
        diff = self.svc("report", "diff", OFFICE, LAST_MONTH)
        yield row("`svc report diff` of it", 60.0, "B", self.bare, diff, pairs=self.pairs)
        since = self.svc("report", "diff", OFFICE, LAST_MONTH, "--from", f"{LAST_MONTH}-30")
        yield row(
            "`svc report diff --from DAY`", 200.0, "B", self.bare, since, pairs=min(self.pairs, 3)
        )
        undo()

    def guard(self) -> Iterator[Row]:
        """A push of a hundred events, as the shared repository judges it."""
        line = inside.pushed(self.top, self._of_newest_month(100, "*"))
        words = [str(BIN / "svc"), "--ledger", str(self.top / ".git"), "guard"]
        judge = command(words, self.top, self.env, line.encode())
        status = self.git("status", "--porcelain")
        status()
        yield row("`svc guard`, 100 events pushed", 2.0, "S", status, judge, pairs=self.pairs)

    def archive(self) -> Iterator[Row]:
        """The ledger beside a copy of which every year that is over is put away."""
        years = sorted({folder.name[:4] for folder in self.top.glob("tickets/*/*")})[:-1]
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder) / "ledger"
            shutil.copytree(self.top, top, symlinks=True)
            shutil.rmtree(top / ".svc", ignore_errors=True)
            words = [str(BIN / "svc"), "--as", "sun", "archive"]
            took = [command([*words, year, "--go"], top, self.env)() for year in years]
            yield Row("`svc archive YEAR --go`, a ticket", 10, "ms", [
                1000 * sum(took) / max(1, _files_in(self.top) - _files_in(top))
            ])  # fmt: skip
            yield Row("files of a ledger that is put away", 0.4, "×", [
                _files_in(top) / _files_in(self.top)
            ])  # fmt: skip
            for what, program, goal in (
                ("`git status`", ["git", "status", "--porcelain"], 0.5),
                ("`svc list`", [str(BIN / "svc"), "list"], 1.2),
                ("`svc show` of an archived ticket", self._show_of(years[-1]), 1.3),
            ):
                here, there = (command(program, at, self.env) for at in (self.top, top))
                here()
                there()
                told = f"{what} there"
                yield row(told, goal, "× as it was", here, there, pairs=self.pairs)

    def _show_of(self, year: str) -> list[str]:
        tickets = sorted((self.top / "tickets").glob(f"{OFFICE}/{year}-*/*.yaml"))
        return [str(BIN / "svc"), "show", tickets[len(tickets) // 2].stem]

    def _of_newest_month(self, count: int, office: str) -> list[Path]:
        files = sorted((self.top / "tickets").glob(f"{office}/{MONTH}/*.yaml"))
        return files[:: max(1, len(files) // count)][:count]

    def _edit(self, files: list[Path], *, back: bool = False) -> None:
        """Save the files as an editor does, each with a comment at its end; or put them back."""
        mark = "" if back else f"# looked at {self._next()}\n"
        for path in files:
            text = path.read_text(encoding="utf-8")
            path.write_text(
                re.sub(r"(# looked at \d+\n)?\Z", mark, text, count=1), encoding="utf-8"
            )

    def papers(self) -> Iterator[Row]:
        """100 work orders as PDF against the engine that is given the same pages."""
        pages = inside.Orders(self.top, 100)
        yield row(
            "100 work orders to PDF",
            1.5,
            "× the engine",
            pages.engine,
            pages.whole,
            pairs=self.pairs,
        )

    def site(self) -> Iterator[Row]:
        """The pages for staff, a page a ticket among them, into a new folder; scaled to 500."""
        self.svc("list")()  # the index is there
        with tempfile.TemporaryDirectory() as folder:
            first = command(
                [str(BIN / "svc"), "pages", folder, "--level", "staff"], self.top, self.env
            )()
            count = len(list(Path(folder).rglob("*.html")))
            yield Row(f"500 pages (of {count:,})", 5, "s", [first * 500 / count])


def _files_in(top: Path) -> int:
    """How many files git has of a ledger."""
    words = ["git", "ls-files", "-z"]
    return subprocess.run(words, cwd=top, capture_output=True, check=True).stdout.count(b"\0")


REQUEST = """\
unit: "新客户{number}"
address: "深圳市南山区科技路{number}号"
phone: "0755-2700{number:04d}"
contact: "李工{number}"
mobile: "1370000{number:04d}"
model: "CR-200"
specification: "380V/12kW"
serial: "BENCH-{number}"
bought: "2026-08-01"
symptom: "故障{number}"
occurred: "昨天"
wishes: "尽快"
"""


CUSTOMERS = "单位,联系人,手机,电话,地址\n" + "".join(
    f"导入客户{number}餐饮有限公司,李{number},{13600000000 + number},0755-2{number:07d},科技路{number}号\n"
    for number in range(3000)
)
MACHINES = "出厂编号,机型,单位,购买日期\n" + "".join(
    f"IMPORT-{number:05d},CR-200,导入客户{number % 3000}餐饮有限公司,2024-03-01\n"
    for number in range(5000)
)


def growth(small: Bench, big: Bench) -> Iterator[Row]:
    """The same command in both ledgers."""
    for what, words in (
        ("show", lambda bench: ("show", bench.ticket)),
        ("list", lambda bench: ("list", "--technician", bench.technician(small.rows))),
        ("report REGION MONTH", lambda _: ("report", REGION, MONTH)),
    ):
        one, other = small.svc(*words(small)), big.svc(*words(big))
        if max(one(), other()) > SLOW_SECONDS:
            continue
        note = f"{small.tickets:,} → {big.tickets:,}"
        yield row(f"`svc {what}`", 1.25, "×", one, other, pairs=big.pairs, note=note)


def machine() -> str:
    """What it was measured on, and what with."""
    git = subprocess.run(
        ["git", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[2]
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}, git {git}"


def units(bench: Bench) -> str:
    """What the units came to, for scale; they move with what else the machine does."""
    milliseconds = {
        "B": statistics.median(bench.bare() for _ in range(11)) * 1000,
        "S": statistics.median(bench.git("status", "--porcelain")() for _ in range(5)) * 1000,
    }
    return ", ".join(f"{name} {value:.0f} ms" for name, value in milliseconds.items())


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    asked.add_argument("--pairs", type=int, default=11)
    asked.add_argument(
        "--only",
        default="",
        help="parts, with commas: starts, intake, imports, bulk, exports, freshness, guard, sealed, "
        "archive, papers, site, growth",
    )
    given = asked.parse_args()
    wanted = set(given.only.split(",")) if given.only else {*PARTS, "growth"}
    # an editable install is not compiled where bytecode is off
    compileall.compile_dir(ledger.TOP / "svc", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "gitconfig"
        config.write_text("[user]\n\tname = Bench\n\temail = bench@example.com\n", encoding="ascii")
        env = environment(config) | {"SVC_NOW": ledger.NOW}
        benches = [Bench(size, env, given.pairs) for size in sorted(given.sizes)]
        big = benches[-1]
        print(
            f"{big.tickets:,} tickets; {machine()}; {units(big)}; {given.pairs} pairs", flush=True
        )
        rows: list[Row] = []
        for part in PARTS:
            if part in wanted:
                for each in getattr(big, part)():
                    rows.append(each)
                    print(table([each]).splitlines()[-1], file=sys.stderr, flush=True)
        if "growth" in wanted and len(benches) > 1:
            rows += growth(benches[0], big)
    print(table(rows))
    ledger.BUILD.joinpath("figures.json").write_text(
        json.dumps([each._asdict() for each in rows]), encoding="utf-8"
    )


PARTS = (
    *("starts", "freshness", "guard", "sealed", "archive", "papers", "bulk", "exports"),
    *("intake", "imports"),
    "site",
)

if __name__ == "__main__":
    main()
