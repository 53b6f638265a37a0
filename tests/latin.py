"""Latin letters that may stand on a Chinese screen, and those that may not."""

from __future__ import annotations

import re

from reference.commands import options

from svc.cli.commands import COMMANDS, GROUPS
from svc.cli.lazy import GLOBAL_OPTIONS
from svc.rules.checks.rules import BY_NAME

COMMAND_WORDS = {word for name in (*COMMANDS, *GROUPS) for word in name.split()}
OPTIONS = (
    {
        name
        for command in COMMANDS
        for option in options(command, "en")
        for name in option.name.split(" / ")
        if name.startswith("--")
    }
    | {f"--{name}" for name, _, _ in GLOBAL_OPTIONS}
    | {"--help"}
)
FORMATS = {
    "PDF", "HTML", "JSON", "YAML", "CSV", "XLSX", "UTF-8", "GBK", "BOM", "LF", "CR", "Schema",
    "html", "json", "pdf", "xlsx", "md", "yaml", "Parquet", "parquet", "jsonl",
    "csv", "FREQ", "MONTHLY", "INTERVAL", "rrule", "after_service",
}  # fmt: skip
"""Names of formats of files, and what a rule of RFC 5545 is made of."""
PROGRAMS = {"svc", "git", "lp", "lpstat", "pip", "Pango", "holidays", "bash", "zsh", "fish", "powershell",
            "VS", "Code", "vscode", "settings.json", "cd", "rm", "kill", "PATH", "e"}  # fmt: skip
KEYS = {"Tab", "Ctrl-C", "Ctrl-D", "q"}
GIT = {
    "merge", "checkout", "pull", "diff", "log", "status", "switch", "main", "config", "add", "mv",
    "commit", "HEAD", "show", "safe.directory", "user.name", "user.email", "svc.commit", "off",
    "YOU@EXAMPLE.COM", "svc-desk", "--continue", "--skip", "--global", "--add", "p", "S",
    "policies", "calendars", "customers", "tickets", "remote", "origin", "branch", "v", "ssh", "T",
    "sparse-checkout", "disable",
}  # fmt: skip
"""Commands of git, what follows them, and settings of it."""
EXAMPLES = {"SZ", "P-1001", "B", "I", "O", "Q", "U", "P-1042", "SZ-A0031", "SZ-A-26-0031", "L03", "x7", "data",
            "h", "m", "s", "wd", "d", "Asia/Shanghai"}  # fmt: skip
"""Letters of lanes, numbers as they look, durations as they are typed."""
WORDS_TAKEN = {
    "kit-list", "all", "opening", "unknown", "true", "false", "zh", "en", "none", "visit-order", "script", "price-list", "statement",
    "ticket", "customer", "settings", "staff", "policy", "calendar", "prices", "parts", "roster",
    "desk", "knowledge", "answers", "intake", "reply", "arrival", "callback",
}  # fmt: skip
"""Words that are typed as they are, in either language: papers, steps, kinds of files."""
RULES_OF_CHECK = set(BY_NAME) | {"BJ", "SH", "WH", "CD"}
"""What stands in brackets behind a finding, for scripts; codes of offices."""
ALLOWED = (
    COMMAND_WORDS
    | OPTIONS
    | FORMATS
    | PROGRAMS
    | KEYS
    | GIT
    | EXAMPLES
    | WORDS_TAKEN
    | RULES_OF_CHECK
)

LATIN = re.compile(r"(?:--)?[A-Za-z][A-Za-z0-9_.@/-]*[A-Za-z0-9]|[A-Za-z]")


def latin(text: str) -> list[str]:
    """The Latin words of a message, without fields, quoted keys, files and variables."""
    text = re.sub(r"\{[^}]*\}|`[^`]*`|%[A-Z]\b", " ", text)
    text = re.sub(
        r"\b[a-z_]+(?:\.yaml|/[\w.]*)|\bSVC_[A-Z_]+|--diff-filter=D|\b\w+\.yaml", " ", text
    )
    text = re.sub(r"\d[A-E]\b", " ", text)  # clauses: 4.2.2C
    return [word for word in LATIN.findall(text) if not re.search(r"\d", word) or word == "x7"]


WRITTEN = re.compile(
    r"SZ-[\w-]+|CR-?\d[\w-]*|P-\d+|[LT]\d\d|\d+V/\d+kW|\b(?:chen|li|wang|zhao|sun|wu)\b|"
    r"(?:office|SZ|regions|six_stages|contract\d*)@[\w-]+|SVC_\w+|[A-Z]-\d+|\bkW\b|\bSZ\b|S\d\b|"
    r"[a-z0-9_./@-]+\.yaml(?::\d+)?|\bx\b"
)
"""Numbers, models, ids of people, versions, sources of clauses: as somebody gave or wrote them."""


def english_on(screen: str) -> list[str]:
    """The Latin words of a screen that are nobody's data and on no list."""
    return [word for word in latin(WRITTEN.sub(" ", screen)) if word not in ALLOWED]
