"""Installation (安装调试): order, parts accepted, values measured, defects reported, acceptance
signed (S3 part 3).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from svc.actions.equipment import FilesWithSerials
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    DefectPreventsUse,
    DefectWithoutRemedy,
    NeedsVerdict,
    NotInAnyFile,
    OtherVerdict,
    SignatureMissing,
    SomeUnreadable,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.typed_text import UNKNOWN
from svc.rules.ticket.installation import open_defects, open_signatures, parties_to_sign
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.tolerances import is_within
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


def issue_installation_order(
    ledger: Ledger, ticket: str, typist: Typist, *, number: str, start: datetime
) -> TicketResult:
    """The service order, due seven days before the start."""
    return record_event(ledger, ticket, typist, ev.OrderIssued(number=number, start=start))


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
) -> TicketResult:
    """The parts were counted and accepted, signed by the parties (点件验收): 甲方, 施工单位 if any,
    我公司. Where only signatures are told that were open, they are added.

    Raises SignatureMissing for a party of which nothing is said.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        later = None if missing else _signed_later(tx, state, ev.PartsAccepted, signing)
        accepted = ev.PartsAccepted(**asdict(signing), missing=missing or [])
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
) -> TicketResult:
    """A measured value against its tolerance; measured anew after each change.

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
        ev.Measured(point=point, value=value, tolerance=tolerance, within=verdict),
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
    with the same command.

    Raises DefectPreventsUse, DefectWithoutRemedy, SignatureMissing.
    """
    accepted = ev.Accepted(**asdict(signing), words=words)
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        later = None if words else _signed_later(tx, state, ev.Accepted, signing)
        if later is not None:
            tx.append(state.ticket.id, later, at=typist.at)
        else:
            if not tx.is_said_again(state.ticket.id, accepted):
                _check_defects(state)
                _check_all_told(state, signing)
            tx.append(state.ticket.id, accepted, at=typist.at)
            _note_installed(ledger, tx, state, typist)
    return ticket_result(ledger, tx, state.ticket.id)


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


def _note_installed(ledger: Ledger, tx: Recording, state: State, typist: Typist) -> None:
    """Plan the day of acceptance as that of installation, where a file has the machine and says
    another day or none.
    """
    machine = state.current.equipment
    if machine is None or machine.serial == UNKNOWN:
        return
    try:
        customer_id, filed = FilesWithSerials(ledger, machine.serial).owner(machine.serial)
    except (NotInAnyFile, SomeUnreadable):
        return
    day = typist.happened.astimezone(ledger.zone).date()
    if filed.installed != day:
        corrected = cu.EquipmentCorrected(
            serial=filed.serial,
            field="installed",
            old=filed.installed.isoformat() if filed.installed else "",
            new=day.isoformat(),
            reason=state.ticket.id,
        )
        tx.append(customer_id, corrected, at=typist.at)


def _check_defects(state: State) -> None:
    """Raise for a defect with which nobody accepts (decisions 5)."""
    for defect in open_defects(state):
        if defect.prevents_use:
            raise DefectPreventsUse(ticket=state.ticket.id, defect=defect.defect, to=defect.to)
        if not defect.remedy or defect.by_when is None:
            raise DefectWithoutRemedy(ticket=state.ticket.id, defect=defect.defect, to=defect.to)
