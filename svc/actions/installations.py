"""Installation (安装调试): order, parts accepted, values measured, defects reported, acceptance
signed (S3 part 3).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict, replace

from svc.actions.equipment import FilesWithSerials
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    DefectPreventsUse,
    DefectWithoutRemedy,
    NeedsVerdict,
    Notice,
    NotInAnyFile,
    OtherVerdict,
    SignatureMissing,
    SomeUnreadable,
    WarrantyNotReckoned,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.typed_text import UNKNOWN
from svc.rules.ticket.installation import open_defects, open_signatures, parties_to_sign
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.tolerances import is_within
from svc.rules.ticket.warranty_start import (
    WarrantyOpen,
    WarrantyTerm,
    warranty_of_installation,
)
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


def issue_installation_order(
    ledger: Ledger, ticket: str, typist: Typist, order: ev.OrderIssued
) -> TicketResult:
    """The service order, due seven days before the start, with what the sale says of the
    warranty. Issued again, the later one holds.
    """
    return record_event(ledger, ticket, typist, order)


def hand_over_papers(
    ledger: Ledger, ticket: str, typist: Typist, *, papers: list[str], recipient: str
) -> TicketResult:
    """Papers of the machine were handed over to somebody at the customer's (S3 part 3 二)."""
    return record_event(
        ledger, ticket, typist, ev.PapersHandedOver(handed=papers, recipient=recipient)
    )


def record_users_trained(
    ledger: Ledger, ticket: str, typist: Typist, training: ev.UsersTrained
) -> TicketResult:
    """Users of the machine were trained in it: who, in what, how they get on."""
    return record_event(ledger, ticket, typist, training)


class Signing(Struct, frozen=True, kw_only=True):
    """What was told of the parties' signatures under an acceptance."""

    signatures: list[ev.Signature] = []
    not_signed: list[ev.NotSigned] = []
    no_builder: bool = False

    @property
    def told(self) -> set[ev.Party]:
        """The parties of which something is said."""
        none: set[ev.Party] = {"builder"} if self.no_builder else set()
        signed = {each.party for each in self.signatures}
        return none | signed | {each.party for each in self.not_signed}


def accept_parts(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    signing: Signing,
    missing: list[str] | None = None,
    things: list[ev.CountedThing] | None = None,
) -> TicketResult:
    """The parts were counted and accepted, signed by the parties (点件验收): 甲方, 施工单位 if any,
    我公司. Where only signatures are told that were open, they are added.

    Raises SignatureMissing for a party of which nothing is said.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        later = None if missing or things else _signed_later(tx, state, ev.PartsAccepted, signing)
        accepted = ev.PartsAccepted(**asdict(signing), missing=missing or [], things=things or [])
        if later is None and not tx.is_said_again(state.ticket.id, accepted):
            _check_all_told(state, signing)
        tx.append(state.ticket.id, later or accepted, at=typist.at)
    return ticket_result(ledger, tx, state.ticket.id)


def record_measurement(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    point: str,
    value: str,
    tolerance: str = "",
    within: bool | None = None,
    after: str = "",
) -> TicketResult:
    """A measured value against its tolerance; measured anew after each change, `after` says which.

    Where both are numbers of one unit, that says whether it lies `within`; else somebody has to
    (None: nobody did). Raises OtherVerdict for a value outside said to be within, or the other
    way round, NeedsVerdict where nobody can tell.
    """
    reckoned = is_within(value, tolerance)
    verdict = reckoned if within is None else within
    if verdict is None:
        raise NeedsVerdict(value=value, tolerance=tolerance or "—")
    if reckoned not in (None, verdict):
        raise OtherVerdict(value=value, tolerance=tolerance)
    return record_event(
        ledger,
        ticket,
        typist,
        ev.Measured(point=point, value=value, tolerance=tolerance, within=verdict, after=after),
    )


def report_defect(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    to: str,
    defect: str,
    remedy: str = "",
    by_when: datetime | None = None,
    prevents_use: bool = False,
    remedied: bool = False,
) -> TicketResult:
    """A defect told in writing to those liable; told again with their written remedy, by when, and
    once it is `remedied`. The same words are the same defect.
    """
    return record_event(
        ledger,
        ticket,
        typist,
        ev.DefectReported(
            to=to,
            defect=defect,
            remedy=remedy,
            by_when=by_when,
            prevents_use=prevents_use,
            remedied=remedied,
        ),
    )


def accept_installation(
    ledger: Ledger, ticket: str, typist: Typist, *, signing: Signing, words: str = ""
) -> TicketResult:
    """The installation is accepted, signed by the parties (竣工验收): the work ends here, and in
    the customer's file the machine is installed as of this day. What is left open (遗留问题) has
    its remedy, who is liable and by when; a signature that is missing has its reason, and is added
    with the same command. The warranty begins as the service order or svc.yaml says, in the file
    too; where a day is not known that decides, a notice says which.

    Raises DefectPreventsUse, DefectWithoutRemedy, SignatureMissing.
    """
    notices: list[Notice] = []
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        term = _warranty_term(ledger, state, typist)
        accepted = ev.Accepted(**asdict(signing), words=words)
        if isinstance(term, WarrantyTerm):
            accepted = replace(
                accepted,
                warranty_since=term.since,
                warranty_until=term.until,
                on_site_until=term.on_site_until,
            )
        later = None if words else _signed_later(tx, state, ev.Accepted, signing)
        if later is not None:
            tx.append(state.ticket.id, later, at=typist.at)
        else:
            if not tx.is_said_again(state.ticket.id, accepted):
                _check_defects(state)
                _check_all_told(state, signing)
            tx.append(state.ticket.id, accepted, at=typist.at)
            notices = _note_installed(ledger, tx, state, typist, term)
    return ticket_result(ledger, tx, state.ticket.id, notices)


def _signed_later(
    tx: Recording, state: State, kind: type[ev.Event], signing: Signing
) -> ev.SignedLater | None:
    """The signatures as those that were open, if they are nothing else."""
    if not signing.signatures or signing.not_signed or signing.no_builder:
        return None
    for lacking in open_signatures(state.events):
        if isinstance(lacking.accepted, kind) and signing.told <= set(lacking.parties):
            return ev.SignedLater(of=lacking.accepted.id, signatures=signing.signatures)
    for event in reversed(state.events):
        if isinstance(event, ev.SignedLater):  # perhaps the same, said twice
            again = ev.SignedLater(of=event.of, signatures=signing.signatures)
            return again if tx.is_said_again(state.ticket.id, again) else None
    return None


def _check_all_told(state: State, signing: Signing) -> None:
    """Raise SignatureMissing unless it is said of each party who signed, or why nobody did."""
    missing = [party for party in parties_to_sign(state) if party not in signing.told]
    if missing:
        raise SignatureMissing(ticket=state.ticket.id, parties=missing)


Term = WarrantyTerm | WarrantyOpen | None


def _warranty_term(ledger: Ledger, state: State, typist: Typist) -> Term:
    """The warranty from the acceptance on, by the last service order and the parts' counting."""
    orders = [event for event in state.events if isinstance(event, ev.OrderIssued)]
    counted = [event for event in state.events if isinstance(event, ev.PartsAccepted)]
    machine = state.current.equipment
    return warranty_of_installation(
        orders[-1] if orders else None,
        ledger.settings.warranty,
        accepted=typist.happened.astimezone(ledger.zone).date(),
        delivered=counted[-1].at.astimezone(ledger.zone).date() if counted else None,
        bought=machine.bought if machine else UNKNOWN,
    )


def _note_installed(
    ledger: Ledger, tx: Recording, state: State, typist: Typist, term: Term
) -> list[Notice]:
    """Plan the day of acceptance as that of installation, and the ends of the warranty, where a
    file has the machine and says another day or none. An end that was agreed for this machine
    gives way to the sale's own word only.
    """
    notices: list[Notice] = []
    machine = state.current.equipment
    if machine is None or machine.serial == UNKNOWN:
        return notices
    try:
        customer_id, filed = FilesWithSerials(ledger, machine.serial).owner(machine.serial)
    except (NotInAnyFile, SomeUnreadable):
        return notices
    if isinstance(term, WarrantyOpen):
        notices.append(
            WarrantyNotReckoned(ticket=state.ticket.id, day=term.lacks, serial=filed.serial)
        )
    days = {"installed": typist.happened.astimezone(ledger.zone).date()}
    if isinstance(term, WarrantyTerm):
        if term.is_of_sale or filed.warranty_until is None:
            days["warranty_until"] = term.until
        if term.is_of_sale or filed.on_site_until is None:
            days["on_site_until"] = term.on_site_until
    for field, day in days.items():
        old: date | None = getattr(filed, field)
        if old != day:
            corrected = cu.EquipmentCorrected(
                serial=filed.serial,
                field=field,
                old=old.isoformat() if old else "",
                new=day.isoformat(),
                reason=state.ticket.id,
            )
            tx.append(customer_id, corrected, at=typist.at)
    return notices


def _check_defects(state: State) -> None:
    """Raise for a defect with which nobody accepts (decisions 5)."""
    for defect in open_defects(state):
        if defect.prevents_use:
            raise DefectPreventsUse(ticket=state.ticket.id, defect=defect.defect, to=defect.to)
        if not defect.remedy or defect.by_when is None:
            raise DefectWithoutRemedy(ticket=state.ticket.id, defect=defect.defect, to=defect.to)
