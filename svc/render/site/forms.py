"""Forms for people without a shell, as parts of pages: a technician's report of a visit, a
customer's report of a fault.

A form works without a network. Its script puts what was answered into a block, a short text that
is sent in any chat and read by `svc take` (svc/rules/blocks.py); nothing is sent from the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import get_args

from msgspec import Struct

from svc.model import events as ev
from svc.model.blocks import BLOCK_ENDS, BLOCK_FIELDS, BLOCK_HEADS, BlockField
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.render.pages import Pages
from svc.render.site.levels import model_for_all
from svc.render.words import Words
from svc.rules.ticket.coverage import is_work_free
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.parts_out import parts_out

PART_ROWS = 6
_CAUSES: tuple[str, ...] = get_args(ev.Cause)


class FormPart(Struct, frozen=True, kw_only=True):
    """A form that stands on a page, ready to print: its HTML, without a script, and the script,
    which belongs at the page's end, between tags as it is. Of one version of the program it is the
    same on every page, so a page can name its digest.
    """

    html: str
    script: str


class LentPart(Struct, frozen=True, kw_only=True):
    """A part that the technician has with him for this order."""

    code: str
    name: str
    count: int


class FaultFormValues(Struct, frozen=True, kw_only=True):
    """What the templates of forms are filled with."""

    key: str  # under which the browser keeps what was typed
    head: str
    end: str
    fields: Mapping[str, BlockField]
    model: str = ""
    serial: str = ""


class VisitFormValues(FaultFormValues, frozen=True, kw_only=True):
    """The same of a visit."""

    ticket: str
    seen: str
    technician: str
    arrived: str  # empty: it is asked
    parts: list[LentPart]
    outcomes: tuple[str, ...]
    ratings: tuple[str, ...]
    is_paid: bool
    quoted: str  # empty: nothing was
    fates: tuple[str, ...] = get_args(ev.OldPart)
    misuse: int = _CAUSES.index("misuse") + 1
    software: int = _CAUSES.index("software") + 1
    dissatisfied: str = " ".join(
        str(place) for place, grade in enumerate(get_args(ev.Rating), 1) if grade in ev.DISSATISFIED
    )
    part_rows: int = PART_ROWS


class Forms:
    """The forms on the pages of one folder: the script of all of them is made once."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    @cached_property
    def _script(self) -> str:
        return self._pages.html("site/form_script.js", for_pdf=False)

    def visit(self, state: State, *, staff: Staff, settings: Settings) -> FormPart | None:
        """The form of the visit that is agreed for a ticket, or under way; None where there is
        none.

        Raises what `Pages.html` raises.
        """
        if state.status not in ("dispatched", "visiting"):
            return None
        words, ticket = self._pages.words, state.current
        sent = state.last_mark("dispatched")
        came = state.last_mark("arrived") if state.status == "visiting" else None
        quoted = state.account.quote
        values = VisitFormValues(
            head=_words_of(BLOCK_HEADS["visit"], words.lang),
            end=_words_of(BLOCK_ENDS, words.lang),
            fields=_fields("visit"),
            key=f"{ticket.id} {sent.at.isoformat() if sent else ''}",
            ticket=ticket.id,
            seen=max(state.ticket.log, key=lambda event: (event.seq, event.id)).id,
            technician=f"{state.technician} {words.show(staff.name_of(state.technician))}",
            arrived=words.to_the_minute().show(came.at) if came else "",
            parts=_lent(state, words),
            outcomes=_outcomes(ticket.kind == "installation"),
            ratings=_ratings(settings.labels),
            is_paid=not is_work_free(state),
            quoted=f"{quoted.total:.2f}" if quoted else "",
        )
        return self._filled("site/form_visit.html", values)

    def fault(self, *, model: str, serial: str) -> FormPart:
        """The form with which a customer reports a fault of the machine whose label leads to it.

        Raises what `Pages.html` raises.
        """
        words = self._pages.words
        values = FaultFormValues(
            head=_words_of(BLOCK_HEADS["fault"], words.lang),
            end=_words_of(BLOCK_ENDS, words.lang),
            fields=_fields("fault"),
            key=f"fault {words.show(serial)}",
            model=words.show(model_for_all(model, words)),
            serial=words.show(serial),
        )
        return self._filled("site/form_fault.html", values)

    def _filled(self, template: str, values: FaultFormValues) -> FormPart:
        return FormPart(
            html=self._pages.html(template, for_pdf=False, form=values), script=self._script
        )


def _fields(kind: str) -> dict[str, BlockField]:
    return {field.name: field for field in BLOCK_FIELDS[kind]}


def _words_of(pair: tuple[str, str], lang: str) -> str:
    return pair[0] if lang == "zh" else pair[1]


def _lent(state: State, words: Words) -> list[LentPart]:
    return [
        LentPart(
            code=words.show(out.lent.part),
            name=words.part(out.lent.part).removeprefix(out.lent.part).strip(),
            count=out.lent.count,
        )
        for out in parts_out(state.events)
        if out.technician == state.technician
    ]


def _outcomes(is_installation: bool) -> tuple[str, ...]:
    """How a visit can end; only an installation is continued another day or completed."""
    outcomes: tuple[str, ...] = get_args(ev.Outcome)
    return tuple(o for o in outcomes if is_installation or o not in ("completed", "continued"))


def _ratings(labels: Mapping[str, str]) -> tuple[str, ...]:
    """The grades: four; the fifth where the department has a word of its own for it."""
    grades: tuple[str, ...] = get_args(ev.Rating)
    return grades if "rating.very_dissatisfied" in labels else grades[:-1]
