"""The only writer of states: every change of the record goes through here, on one import path."""

from tracker.workflow.actors import actor_of, catalogue_actor, system_actor
from tracker.workflow.agreements import settle_agreement
from tracker.workflow.commitments import (
    correct_wording,
    drop,
    move_deadline,
    name_reporter,
    publish,
    split_contribution,
)
from tracker.workflow.derived import derive, effective_end
from tracker.workflow.facts import (
    EvidenceData,
    FactData,
    add_fact,
    build_evidence,
    build_fact,
    check_fact,
    correct_fact,
    revoke_fact,
)
from tracker.workflow.record import Change, lock, public_change, recompute
from tracker.workflow.retention import prune_protocol, redact
from tracker.workflow.tickets import TicketData, answer_by, close_ticket, open_ticket, use_form

__all__ = [
    "Change",
    "EvidenceData",
    "FactData",
    "TicketData",
    "actor_of",
    "add_fact",
    "answer_by",
    "build_evidence",
    "build_fact",
    "catalogue_actor",
    "check_fact",
    "close_ticket",
    "correct_fact",
    "correct_wording",
    "derive",
    "drop",
    "effective_end",
    "lock",
    "move_deadline",
    "name_reporter",
    "open_ticket",
    "prune_protocol",
    "public_change",
    "publish",
    "recompute",
    "redact",
    "revoke_fact",
    "settle_agreement",
    "split_contribution",
    "system_actor",
    "use_form",
]
