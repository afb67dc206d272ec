"""What is stored of a person, handed out whole; and a person erased, so that the address stands nowhere any more."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tracker import snapshots
from tracker.models import (
    Account,
    Actor,
    AuditEvent,
    AuditRetention,
    BalanceReport,
    DataDump,
    DeadlineMove,
    Evidence,
    MailProof,
    OutboxMail,
    Partner,
    PublicVersion,
    Revision,
    SearchText,
    StatusReport,
    Supply,
    Ticket,
    VersionedModel,
    WordingCorrection,
)
from tracker.vocabulary import ChangeReason, Verb
from tracker.workflow.accounts import check_disabling, erasing_refused, keeper_role, roles_of
from tracker.workflow.files import checksum
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import Change, public_change

REMOVED = "[…]"
UNCHANGING = (AuditEvent, AuditRetention, Revision, DeadlineMove, WordingCorrection, DataDump, BalanceReport)
"""What nobody can change, by trigger or because it is fixed: an address in it is named, not removed."""
DERIVED = (SearchText, PublicVersion)
"""What follows from other rows, or has a way of its own to be redacted."""


# --- handing out -----------------------------------------------------------------------------------------------------


def person_data(account: Account) -> dict[str, Any]:
    """All that is linked to an account, ready for JSON: no secret, no hash of a password, nobody else's address."""
    actor = Actor.objects.filter(user=account).first()
    return {
        "account": _columns(account, leave={"password"}) | {"roles": [role.value for role in roles_of(account)]},
        "mail_addresses": [_columns(row) for row in EmailAddress.objects.filter(user=account).order_by("pk")],
        "mandates": [
            _columns(row) | {"partner": row.partner.name} for row in account.mandates.select_related("partner")
        ],
        "invitations": [_columns(row, leave={"invited_by"}) for row in account.invitations.all()],
        "second_factors": [
            # The data of a factor are its secret.
            {"type": row.type, "created_at": _iso(row.created_at), "last_used_at": _iso(row.last_used_at)}
            for row in Authenticator.objects.filter(user=account).order_by("pk")
        ],
        "sessions": [_columns(row, leave={"session_key", "data"}) for row in UserSession.objects.filter(user=account)],
        "mail": [_columns(row) for row in account.mail.order_by("pk")],
        "pseudonym": str(actor.key) if actor else None,
        "protocol": [
            {"at": _iso(row.at), "role": row.role, "action": row.verb, "object": row.subject_key, "told": row.sentence}
            for row in AuditEvent.objects.filter(actor=actor).order_by("at", "pk")
        ],
        "protocol_about": [
            {"at": _iso(row.at), "action": row.verb, "told": row.sentence}
            for row in AuditEvent.objects.filter(
                subject_kind=Account._meta.model_name, subject_key=str(account.pk)
            ).order_by("at", "pk")
        ],
        "reports": [
            _columns(row, leave={"author", "reviewer", "editor_note"})
            | {
                "as": role,
                "commitment": row.commitment.code,
                "evidence": [_columns(item) for item in row.evidence.all()],
            }
            for role in ("author", "entered_by", "reviewer")
            for row in StatusReport.objects.filter(**{role: actor}).select_related("commitment")
            if actor is not None
        ],
        "supplies": [_columns(row) for row in Supply.objects.filter(author=actor)] if actor else [],
        "tickets": [_columns(row) for row in Ticket.objects.filter(reply_to__iexact=account.email)],
        "contact_of": list(
            Partner.objects.filter(contact_address__iexact=account.email).values(
                "key", "contact_name", "contact_address"
            )
        ),
        "mail_proofs": [
            {"report": proof.report_id, "received_on": _iso(proof.received_on)} for proof in _proofs_with(account.email)
        ],
    }


def export_person(account: Account, *, actor: Actor) -> dict[str, Any]:
    """Hand out all that is linked to an account, and tell the protocol so."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        change.log(Verb.PERSON_EXPORTED, account)
        return person_data(account)


def _columns(row: models.Model, *, leave: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    return {
        item.attname: _iso(getattr(row, item.attname))
        for item in row._meta.concrete_fields
        if item.name not in leave and not (item.primary_key and isinstance(row, Account))
    }


def _iso(value: Any) -> Any:
    if isinstance(value, str | int | float | bool | dict | list) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


# --- erasing ---------------------------------------------------------------------------------------------------------


@dataclass
class Erasure:
    """What was erased, in numbers, and where the address still stands because nothing there can change."""

    had_account: bool = False
    sessions: int = 0
    mail: int = 0
    places: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files written in place of others, which go again if the rest fails."""

    def count(self, model: type[models.Model]) -> None:
        """Note one more row of a kind."""
        name = str(model._meta.verbose_name_plural)
        self.places[name] = self.places.get(name, 0) + 1


class _TakenBack(Exception):
    """The preview has seen enough; what it did is undone."""


def erase_person(address: str, *, reason: str, actor: Actor) -> Erasure:
    """Erase a person, with an account or without: the account goes whole, the address wherever it stands.

    The pseudonym and all that it did stay in the protocol, and so do all texts. All of it happens in one transaction;
    the mails kept as proof are written anew, and the old files go when everything else has succeeded.
    """
    address = address.strip().lower()
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    if not address or "@" not in address:
        raise ValidationError({"email": _("This is no mail address.")})
    if address in reason.lower():
        raise ValidationError({"reason": _("The reason stays in the protocol: name no mail address in it.")})
    done = Erasure()
    try:
        _erase(address, done, reason=reason.strip(), actor=actor)
    except BaseException:
        _forget_files(done.written)
        raise
    return done


def erase_account(account: Account, *, actor: Actor) -> None:
    """Erase the person of a disabled account, or of one that was never set up."""
    with public_change(actor=actor, role=keeper_role(actor), reason=ChangeReason.EDITED) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        refused = erasing_refused(fresh)
        if refused:
            raise ValidationError(refused)
        change.log(Verb.ACCOUNT_ERASED, fresh)
        if fresh.email:
            erase_person(fresh.email, reason=_("The account was deleted."), actor=actor)
        else:
            _erase_account(fresh, Erasure(), change, reason=_("The account was deleted."))


def _erase(address: str, done: Erasure, *, reason: str, actor: Actor) -> None:
    role = keeper_role(actor)
    with public_change(actor=actor, role=role, reason=ChangeReason.EDITED) as change:
        account = Account.objects.select_for_update().filter(email__iexact=address).first()
        if account is not None:
            if account.is_active:
                check_disabling(account, actor=actor)
            _erase_account(account, done, change, reason=reason)
        done.sessions += _end_sessions_with(address, account_pk=None)
        done.mail += OutboxMail.objects.filter(last_error__icontains=address).update(last_error=REMOVED)
        EmailAddress.objects.filter(email__iexact=address).delete()
        _clear_contacts(address, done)
        _clear_proofs(address, done)
        _clear_texts(address, done, change)
        if account is None:
            if not done.places and not done.left:
                raise ValidationError({"email": _("This mail address stands nowhere in the record.")})
            change.log(Verb.ADDRESS_ERASED, Account(), reason=reason)
            change.events[-1].subject_key = ""  # there is no account, and the address is to be nowhere


def _forget_files(names: list[str]) -> None:
    storage = MailProof._meta.get_field("file").storage
    for name in names:
        storage.delete(name)


def preview_erasure(address: str, *, actor: Actor) -> Erasure:
    """What erasing would do, by doing it and taking it back; files stay as they are."""
    found = Erasure()
    try:
        with transaction.atomic():
            found = erase_person(address, reason="–", actor=actor)
            raise _TakenBack
    except _TakenBack:
        _forget_files(found.written)
        return found


def _erase_account(account: Account, done: Erasure, change: Change, *, reason: str) -> None:
    """Delete an account with all that hangs on it; the actor behind what it did loses its person."""
    done.had_account = True
    done.sessions += _end_sessions_with(account.email, account_pk=account.pk)
    done.mail += account.mail.count()
    kind = ContentType.objects.get_for_model(Account)
    LogEntry.objects.filter(content_type=kind, object_id=str(account.pk)).delete()
    change.log(Verb.PERSON_ERASED, account, reason=reason)
    Account.objects.get(pk=account.pk).delete()


def _end_sessions_with(address: str, *, account_pk: int | None) -> int:
    """End every session of an account, and those, ended or half begun, that hold the address; returns how many."""
    count = 0
    for session in Session.objects.iterator():
        data = session.get_decoded()
        own = account_pk is not None and str(data.get("_auth_user_id", "")) == str(account_pk)
        if own or address in repr(data).lower():
            session.delete()
            count += 1
    return count


def _clear_contacts(address: str, done: Erasure) -> None:
    """Empty the contact of partners: the name beside the address is the name of the same person."""
    for partner in Partner.objects.filter(contact_address__iexact=address):
        Partner.objects.filter(pk=partner.pk).update(contact_name="", contact_address="")
        done.count(Partner)
    for ticket in Ticket.objects.filter(reply_to__iexact=address):
        Ticket.objects.filter(pk=ticket.pk).update(reply_to="", version=models.F("version") + 1)
        done.count(Ticket)


def _proofs_with(address: str) -> Iterator[MailProof]:
    """The proofs whose mail names the address, in its head or in its text."""
    for proof in MailProof.objects.order_by("pk"):
        content = _content(proof)
        if content and without_address(content, address) != content:
            yield proof


def _content(proof: MailProof) -> bytes:
    try:
        with proof.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""


def _clear_proofs(address: str, done: Erasure) -> None:
    """Write mails that name the address anew without it; proofs that share a file share the new one."""
    written: dict[str, tuple[str, str]] = {}
    for proof in _proofs_with(address):
        old = str(proof.file.name)
        if old not in written:
            storage = proof.file.storage
            content = ContentFile(without_address(_content(proof), address))
            name = storage.save(proof.file.field.generate_filename(proof, "nachweis.bin"), content)
            written[old] = name, checksum(content.chunks())
            done.written.append(name)
            transaction.on_commit(partial(storage.delete, old))
        name, summed = written[old]
        MailProof.objects.filter(pk=proof.pk).update(file=name, sha256=summed)
        done.count(MailProof)


def without_address(content: bytes, address: str) -> bytes:
    """A mail without an address: heads that name it say nothing more, texts name it no more, attachments with it go."""
    pattern = re.compile(re.escape(address), re.IGNORECASE)
    if b":" not in content[:200] or content.startswith((b"%PDF", b"PK", b"\xd0\xcf\x11\xe0")):
        return _plain_without(content, pattern)
    try:
        mail = email.message_from_bytes(content, policy=email.policy.default)
        changed = _clean_part(mail, pattern)
        cleaned = mail.as_bytes() if changed else content
    except (LookupError, ValueError, TypeError, AttributeError, KeyError):
        return _plain_without(content, pattern)
    return _plain_without(cleaned, pattern)


def _plain_without(content: bytes, pattern: re.Pattern[str]) -> bytes:
    return re.sub(pattern.pattern.encode(), REMOVED.encode(), content, flags=re.IGNORECASE)


def _clean_part(part: Any, pattern: re.Pattern[str]) -> bool:
    changed = False
    for name in list(part.keys()):
        if any(pattern.search(str(value)) for value in part.get_all(name, [])):
            del part[name]
            part[name] = REMOVED
            changed = True
    if part.is_multipart():
        inner = [_clean_part(piece, pattern) for piece in part.iter_parts()]  # all of them, not up to the first
        return any(inner) or changed
    raw = part.get_payload(decode=True) or b""
    if part.get_content_maintype() == "text":
        text = part.get_content()
        if pattern.search(text):
            part.set_content(pattern.sub(REMOVED, text), subtype=part.get_content_subtype())
            return True
    elif re.search(pattern.pattern.encode(), raw, re.IGNORECASE):
        part.set_content(REMOVED)
        return True
    return changed


def _clear_texts(address: str, done: Erasure, change: Change) -> None:
    """Take the address out of every text of every table; where nothing can change, note the place."""
    for model in apps.get_app_config("tracker").get_models():
        if model in DERIVED:
            continue
        for item in _texts(model):
            for row in _with(model, item.name, address):
                if model in UNCHANGING:
                    done.left.append(f"{model._meta.verbose_name} {row.pk}, {item.verbose_name}")
                    continue
                values = {item.attname: _without(getattr(row, item.attname), address)}
                if issubclass(model, VersionedModel):
                    # A form opened before still holds the address: it is out of date now and cannot bring it back.
                    values["version"] = models.F("version") + 1
                model._base_manager.filter(pk=row.pk).update(**values)
                done.count(model)
                _touch(change, row)
    _clear_versions(address, done, change)


def _texts(model: type[models.Model]) -> list[Any]:
    """The columns with text; one that holds an address and nothing else belongs to whoever has just that address."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        item
        for item in model._meta.concrete_fields
        if isinstance(item, kinds)
        and not isinstance(item, models.EmailField)
        and not (model is Account and item.name == "username")
    ]


def _touch(change: Change, row: models.Model) -> None:
    """Note whose published record the row is part of."""
    if isinstance(row, StatusReport):
        change.touch(row.commitment)
    elif isinstance(row, Evidence):
        change.touch(row.report.commitment)
    elif snapshots.kind_of(row) is not None:
        change.touch(row)


def _clear_versions(address: str, done: Erasure, change: Change) -> None:
    """Redact published versions that hold the address, by the way that the trigger leaves open."""
    for version in _with(PublicVersion, "payload", address):
        version.payload = _without(version.payload, address)
        version.redacted_at, version.redaction_reason = change.at, _("A mail address was removed.")
        version.save()
        change.log(Verb.REDACTED, version, reason=version.redaction_reason, revision=version.revision_id)
        done.count(PublicVersion)
        change.tell()


def _with(model: type[models.Model], name: str, address: str) -> Any:
    """The rows whose text holds the address; JSON may keep letters that are no ASCII by their numbers."""
    held = Q(_text__icontains=address) | Q(_text__icontains=json.dumps(address)[1:-1])
    return model._base_manager.annotate(_text=Cast(name, models.TextField())).filter(held).order_by("pk")


def _without(value: Any, address: str) -> Any:
    if isinstance(value, str):
        return re.sub(re.escape(address), REMOVED, value, flags=re.IGNORECASE)
    if isinstance(value, list):
        return [_without(part, address) for part in value]
    if isinstance(value, dict):
        return {key: _without(part, address) for key, part in value.items()}
    return value
