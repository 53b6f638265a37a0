"""What can be refused or go wrong: a key, the facts, and the sentence that says it.

The sentence (`says`) is an English message id; its Chinese stands in the catalogue. It says what is
wrong and where, what to type next, and that nothing was changed. It is put into words in one place,
`svc/cli/app.py`, which also turns `exit_status` into the status of the process.

Each module here holds the errors of one part of the program; `from svc.errors import DiskFull`
finds them all. A command loads the modules it asks for, as near two hundred classes cost a
millisecond or two.
"""

# ruff: noqa: F403  (each module says what it has; a list of all names here would have to be kept up
# by hand)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svc.errors.amendments import *
    from svc.errors.archives import *
    from svc.errors.attachments import *
    from svc.errors.blocks import *
    from svc.errors.clock import *
    from svc.errors.customers import *
    from svc.errors.daily import *
    from svc.errors.deeds import *
    from svc.errors.imports import *
    from svc.errors.intake import *
    from svc.errors.kinds import *
    from svc.errors.ledger import *
    from svc.errors.merge import *
    from svc.errors.money import *
    from svc.errors.outside import *
    from svc.errors.papers import *
    from svc.errors.records import *
    from svc.errors.settings import *
    from svc.errors.stock import *
    from svc.errors.store import *
    from svc.errors.sync import *
    from svc.errors.system import *
    from svc.errors.typed import *
else:
    # what every command needs comes first: those before a name's own module are loaded with it
    _MODULES = (
        "kinds", "system", "typed", "ledger", "store", "records", "clock",
        "intake", "deeds", "customers", "money", "papers", "merge",
        "amendments", "settings",
        "imports", "outside", "blocks", "stock", "daily", "sync", "archives", "attachments",
    )  # fmt: skip

    def __getattr__(name: str) -> object:
        """An error, or what goes with errors, by its name: looked up once, then an attribute of
        this package.
        """
        if not name.startswith("_"):
            from importlib import import_module

            for module in _MODULES:
                found = vars(import_module(f"svc.errors.{module}")).get(name)
                if found is not None:
                    globals()[name] = found
                    return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
