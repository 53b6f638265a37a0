"""Sizes: `make stress` tries what an evening allows, `make stress NIGHT=1` what a night does."""

from __future__ import annotations

import os

NIGHT = bool(os.environ.get("SVC_NIGHT"))


def by_night(usual: int, night: int) -> int:
    """The size of this run."""
    return night if NIGHT else usual
