"""What papers are made from: a ticket, its promises, the settings, and what else of the ledger they
name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.knowledge import known_faults_of
from svc.actions.papers import linked_tickets, tickets_together
from svc.actions.statements import customer_statement
from svc.actions.stock import positions_of
from svc.actions.stock_figures import lots_of_loan
from svc.errors import Damaged, NoPriceList, NoSuchVersion
from svc.rules.ticket.lifecycle import State
from svc.store.assets import fonts_dir, templates_dir
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.cli.desk import Desk
    from svc.cli.paper_choice import PaperChoice
    from svc.model.knowledge import Knowledge
    from svc.model.parts import Part
    from svc.model.prices import Band, Item
    from svc.render.pages import Pages
    from svc.render.papers.filling import Given
    from svc.render.papers.price_list import PricesGiven
    from svc.render.papers.statement import StatementGiven
    from svc.rules.promises.runs import PromiseRun


def given_of(ledger: Ledger, state: State, now: datetime, which: str = "") -> Given:
    """All that a paper about this ticket can ask for. Raises Damaged if its promises can't be
    told.
    """
    return given_with(ledger, state, ledger.promises(state, now), which)


def given_with(ledger: Ledger, state: State, promises: list[PromiseRun], which: str = "") -> Given:
    """The same, its promises being known."""
    from svc.render.papers.filling import Given

    @cache
    def positions() -> dict[str, str]:
        return positions_of(ledger, state.office_at(max(event.seq for event in state.events)))

    def find_part(code: str) -> Part | None:
        # the catalogue is read by a paper that names parts, and by no other; so are the books
        part = ledger.parts.find_part(code)
        if part is None:
            return None
        return replace(part, position=positions().get(part.code) or part.position)

    def find_price(code: str) -> Item | Band | None:
        terms = state.current.terms
        try:
            return ledger.price_list(terms.prices).find_item(code) if terms else None
        except NoSuchVersion:  # named by svc check; the paper has what was written
            return None

    def checklist(sort: str) -> list[str]:
        machine = state.current.equipment
        return ledger.checklists.items(sort, machine.model if machine else "")

    def known_faults() -> list[Knowledge]:
        return [fit.entry for fit in known_faults_of(ledger, state, [])]

    return Given(
        state=state,
        promises=promises,
        settings=ledger.settings,
        staff=ledger.staff,
        which=which,
        linked=linked_tickets(ledger, state),
        together=tickets_together(ledger, state),
        find_part=find_part,
        lots_of=lambda lent: lots_of_loan(ledger, state.ticket.id, lent),
        find_price=find_price,
        checklist=checklist,
        known_faults=known_faults,
    )


def material_of_its_own(
    ledger: Ledger, customers: Sequence[str], of: date, broken: list[Damaged]
) -> Iterator[tuple[str, PricesGiven | StatementGiven]]:
    """What papers about no ticket are made from, each with what it is called by: the statements of
    these customers for the month `of`; of none the price list that holds on that day.

    Raises NoPriceList, NoSuchCustomer, SeveralFit, Damaged.
    """
    from svc.render.papers.price_list import PricesGiven
    from svc.render.papers.statement import StatementGiven

    if not customers:
        version = ledger.prices_on(of)
        if not version:
            raise NoPriceList(day=of.isoformat())
        prices = ledger.price_list(version)
        begins = datetime.combine(prices.since, time(), ledger.zone)
        yield (
            version,
            PricesGiven(version=version, prices=prices, settings=ledger.settings, begins=begins),
        )
    for words in customers:
        found = customer_statement(ledger, words, of, broken)
        yield (
            found.customer.customer.id,
            StatementGiven(
                customer=found.customer.current,
                statement=found.statement,
                settings=ledger.settings,
                recorded_until=found.recorded_until,
            ),
        )


def pages_of(desk: Desk, documents: Sequence[str] = (), choice: PaperChoice | None = None) -> Pages:
    """The templates in the desk's language: the department's own before ours. `choice`: how these
    papers are wanted this once, where not as the settings say.
    """
    from svc.render.pages import Pages

    own_templates = desk.ledger().top / "templates"
    settings = desk.ledger().settings
    sizes, copies = dict(settings.paper_sizes), dict(settings.paper_copies)
    if choice and choice.size:
        sizes |= dict.fromkeys(documents, choice.size)
    if choice and choice.copies:
        copies |= {name: list(choice.copies) for name in documents}
    return Pages(
        [*([own_templates] if own_templates.is_dir() else []), templates_dir()],
        fonts_dir(),
        desk.words,
        sizes,
        copies=copies,
        copy_count=choice.copy_count if choice else 0,
    )
