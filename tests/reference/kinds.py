"""Every kind of error there is."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from svc import errors


def error_kinds() -> list[type[errors.SvcError]]:
    """Every class of error: a class is known to its parent once its module is loaded."""
    for module in iter_modules(errors.__path__):
        import_module(f"svc.errors.{module.name}")

    def below(kind: type[errors.SvcError]) -> list[type[errors.SvcError]]:
        return [found for child in kind.__subclasses__() for found in (child, *below(child))]

    return below(errors.SvcError)
