"""Every action of the workflow writes an entry of the protocol, and every entry reads as a German sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.admin.reviewing import accepted, link, make_part, open_round, submit
from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tests.factories_of_accounts import make_account, make_organisation
from tests.texts import accept, make_text, proposal
from tracker import days, workflow
from tracker.admin import told
from tracker.models import (
    Account,
    Actor,
    AuditEvent,
    BalanceReport,
    CheckedLink,
    Contribution,
    OutboxMail,
    PublicVersion,
    StatusReport,
    Supply,
    Ticket,
)
from tracker.vocabulary import AccountRole, ActorRole, ChangeReason, NoticeKind, Status, TicketKind, Verb

pytestmark = pytest.mark.django_db

READ_OR_CHECK = {
    *("actor_of", "answer_by", "answers_of", "asking_round", "build_evidence", "build_fact", "came_in_time"),
    *("as_if_accepted", "catalogue_actor", "check_disabling", "check_fact", "check_report", "check_roles"),
    *("check_wishes", "checksum"),
    *("derive", "draft_agreement", "drafts_of", "effective_end", "following", "next_code", "progress_of", "quote_of"),
    *("review_progress", "split_places"),
    *("named_by", "person_data", "preview_erasure"),
    *("erasing_refused", "is_overdue", "last_accepted", "last_decided", "left_alone_without", "missing_answers"),
    *("open_report", "orphaned_partners", "people_of", "publication_day", "report_data", "reporting_mandates"),
    *("role_group", "roles_of", "round_figures", "says_the_same", "staff", "state_word", "system_actor"),
}
PARTS = {
    *("command_lock", "end_sessions", "lock", "order_mail", "prompted_by", "public_change", "quiet_change"),
    *("recompute", "settle_agreement"),
}
"""What actions are made of; the action tells."""
WITHOUT_WORDS = {
    "save_draft": "drafts save by themselves every few seconds; beginning and submitting them is told",
    "keep_draft": "the same",
    "reindex": "writes the words for the search anew, which follow from the record",
    "keep_checksums": "a sum follows from the file, which stays as it is",
    "attach_file": "part of a draft",
    "remove_file": "part of a draft",
    "open_ticket": "the public writes; the ticket itself is the record, and who wrote it is nobody's business",
    "clear_sessions": "what has ended by itself is forgotten",
    "use_form": "counts, so that a form is not misused; forgotten after the hour",
    **dict.fromkeys(
        ("order_balance", "keep_balance", "add_pdf", "fail_balance"),
        "the job of a balance; what editors enter and that it is published is told",
    ),
    "fix_balances": "follows from closing its round and publishing it, which are told",
    **dict.fromkeys(
        ("order_file", "next_file", "tell_rows", "finish_file", "fail_file", "forget_files"),
        "a visitor's table, built once and forgotten",
    ),
    "keep_dump": "a public change whose revision names the dump",
}
NEW = {"first_name": "", "last_name": ""}


def staff_actor(*roles: AccountRole) -> Actor:
    return workflow.actor_of(make_account(*(roles or (AccountRole.EDITOR,))))


def fact_data(**more: object) -> workflow.FactData:
    said = {"as_of": date(2026, 1, 31), "as_of_precision": "month", "summary": "Belegt.", "seen_on": date(2026, 2, 1)}
    return workflow.FactData(**{"status": Status.IN_PROGRESS, "grade": "document"} | said | more)


def part(**columns: object) -> Contribution:
    """A contribution for which the partner itself reports."""
    made = make_part(**columns)
    if made.reporter_id is None:
        workflow.name_reporter([made], made.partner, actor=workflow.system_actor())
        made.refresh_from_db()
    return made


def account() -> Account:
    return make_account(AccountRole.REPORTER, partners=[make_organisation()])


def invited() -> Account:
    return workflow.invite(email="neu@example.org", roles=[AccountRole.EDITOR], actor=staff_actor(), **NEW).account


def wish(**said: object):
    return submit(part(), **said).wishes.get()


def supplied() -> Supply:
    return workflow.supply(part(), make_partner(), text="Auch wir.", links="", actor=staff_actor())


def entered() -> StatusReport:
    data = workflow.ReportData(status="in_progress", as_of=date(2026, 2, 1), summary="Läuft.", links=[link()])
    proof = workflow.Proof(ContentFile(b"Von: x", "mail.eml"), received_on=days.today())
    return workflow.enter_by_mail(part(), data, proof, actor=staff_actor(), seen=0)


def differently() -> StatusReport:
    actor = staff_actor(AccountRole.REVIEWER)
    return workflow.accept(submit(part()), actor=actor, assessed_status="preparing", note="Erst ein Entwurf.")


def version() -> PublicVersion:
    with record_change() as change:
        change.touch(make_commitment(title="Mit Name darin"))
    return PublicVersion.objects.filter(kind=PublicVersion.COMMITMENT).latest("pk")


def of_proposal(act: Callable[..., object], make: Callable[..., object] | None = None, **said: object) -> object:
    """Do something with an open proposal, and with what is made for it."""
    agreement = said.pop("agreement", None)
    found = proposal(make_text(agreement), 2)
    more = [make(agreement)] if make else []
    return act(found, *more, actor=staff_actor(), seen=found.version, **said)


def reopened() -> object:
    text = make_text()
    accept(text, 2)
    found = proposal(text, 2)
    return workflow.reopen_proposal(found, actor=staff_actor(), seen=found.version)


def split() -> object:
    found = proposal(make_text(), 2)
    at = workflow.split_places(found)[-1]
    return workflow.split_proposal(found, at=at, actor=staff_actor(), seen=found.version)


def built_balance() -> BalanceReport:
    balance = BalanceReport(title="Zwischenbilanz", slug="zwischenbilanz")
    balance.save()
    content = {"document": {}, "day": days.today(), "revision": 1, "docx": b"PK", "pdf": b""}
    workflow.keep_balance(balance, **content, actor=staff_actor())
    return balance


def handed_in_rows() -> None:
    made = part()
    data = workflow.ReportData(status="in_progress", as_of=date(2026, 2, 1), summary="Läuft.", links=[link()])
    row = workflow.RowData(made, data, workflow.state_word(None, None))
    [result] = workflow.hand_in_rows([row], actor=staff_actor())
    assert result.problem == ""


def pruned() -> None:
    actor = workflow.system_actor()
    AuditEvent.objects.create(
        at=timezone.now() - timedelta(days=400),
        actor=actor,
        role=ActorRole.SYSTEM,
        verb=Verb.PUBLISHED,
        subject_kind="commitment",
        subject_key="X",
    )
    workflow.prune_protocol(before=timezone.now() - timedelta(days=300), actor=actor)


def due() -> None:
    agreement = make_agreement(published=False)
    now = timezone.now()
    workflow.set_publication(agreement, now + timedelta(hours=1), actor=staff_actor(), now=now)
    assert workflow.publish_due(at=now + timedelta(hours=2), actor=workflow.system_actor())[0] == 1


def handed_over(do: Callable[..., None], *, several: bool) -> None:
    before, after = account(), account()
    partner = before.mandates.get().partner
    do([partner] if several else partner, before=before, after=after, actor=staff_actor(), on=days.today())


def retried() -> None:
    person = account()
    workflow.order_mail([person], NoticeKind.ACCEPTED, item="x", step="1", at=timezone.now(), report=1)
    person.mail.update(last_error="SMTPServerDisconnected")
    assert workflow.retry_mail(person.mail.all(), actor=staff_actor(), at=timezone.now()) == 1


def moment() -> dict[str, object]:
    return {"actor": staff_actor(), "now": timezone.now()}


W = workflow


def past() -> dict[str, object]:
    """Return that everything so far is old enough to go."""
    return {"before": timezone.now() + timedelta(days=1), "actor": staff_actor()}


def closed_ticket() -> Ticket:
    """Return a message that was answered."""
    data = W.TicketData(kind=TicketKind.ERROR, message="Falsch.")
    return W.close_ticket(W.open_ticket(data, today=days.today()), answer="Berichtigt.", actor=staff_actor())


def moved_link() -> CheckedLink:
    """Return a link of a published source that has moved for good."""
    url = f"https://example.org/alt/{CheckedLink.objects.count()}"
    evidence = [W.EvidenceData(title="Bericht", publisher="Verlag", seen_on=days.today(), url=url)]
    make_fact(make_commitment(), evidence=evidence)
    link = CheckedLink(url=url, target="https://example.org/neu", is_moved=True, tried_at=timezone.now())
    link.save()
    return link


ACTIONS: dict[str, Callable[[], object]] = {
    "accept": lambda: W.accept(submit(part()), actor=staff_actor()),
    "accept_together": lambda: W.accept_together(
        [(report := submit(part()), report.version)], reason="Alle gleich.", actor=staff_actor()
    ),
    "accept_proposal": lambda: accept(make_text(), 2),
    "add_fact": lambda: W.add_fact(make_commitment(), fact_data(), actor=staff_actor()),
    "attach_wording": lambda: of_proposal(
        W.attach_wording, make_commitment, reason="Ergänzt.", agreement=make_agreement()
    ),
    "cancel_round": lambda: W.cancel_round(open_round(part()), reason="Falsche Vereinbarung.", actor=staff_actor()),
    "change_mandate": lambda: W.change_mandate(
        account().mandates.get(), actor=staff_actor(), is_deputy=True, start=date(2026, 1, 1), end=None
    ),
    "close_round": lambda: W.close_round(
        open_round(part()), actor=staff_actor(), at=timezone.now() + timedelta(days=60)
    ),
    "close_ticket": lambda: W.close_ticket(
        W.open_ticket(W.TicketData(kind=TicketKind.ERROR, message="Fehler."), today=days.today()),
        answer="Behoben.",
        actor=staff_actor(),
    ),
    "confirm_unchanged": lambda: W.confirm_unchanged(
        accepted(part()).contribution, as_of=days.today(), actor=staff_actor()
    ),
    "correct_fact": lambda: W.correct_fact(
        make_fact(make_commitment(), "preparing"), fact_data(), reason="Falsch gelesen.", actor=staff_actor()
    ),
    "correct_wording": lambda: W.correct_wording(
        make_commitment(), texts={"title": "Neuer Titel"}, reason="Schreibfehler.", actor=staff_actor()
    ),
    "decline_wish": lambda: W.decline_wish(wish(deadline_wish="Später."), answer="Nein.", actor=staff_actor()),
    "disable_account": lambda: W.disable_account(account(), actor=staff_actor()),
    "drop": lambda: W.drop(make_commitment(), reason="Entfällt.", as_of=date(2026, 1, 1), actor=staff_actor()),
    "edit_account": lambda: W.edit_account(
        account(), first_name="A", last_name="B", email="a@example.org", language="en", actor=staff_actor()
    ),
    "edit_own_data": lambda: W.edit_own_data(
        account(), first_name="A", last_name="B", language="en", actor=staff_actor()
    ),
    "enable_account": lambda: W.enable_account(W.disable_account(account(), actor=staff_actor()), actor=staff_actor()),
    "enter_by_mail": entered,
    "clear_mail": lambda: (retried(), OutboxMail.objects.update(sent_at=timezone.now()), W.clear_mail(**past())),
    "clear_tickets": lambda: (closed_ticket(), W.clear_tickets(**past())),
    "erase_person": lambda: (
        W.erase_person(account().email, reason="Antrag.", actor=staff_actor()),
        Ticket.objects.create(kind=TicketKind.ERROR, message="x", reply_to="a@verband.example", due_on=days.today()),
        W.erase_person("a@verband.example", reason="Antrag.", actor=staff_actor()),
    ),
    "export_person": lambda: W.export_person(account(), actor=staff_actor()),
    "keep_archive": lambda: W.keep_archive(moved_link(), "https://archive.example/a", actor=staff_actor()),
    "take_over_target": lambda: W.take_over_target(moved_link(), actor=staff_actor()),
    "erase_account": lambda: W.erase_account(W.disable_account(account(), actor=staff_actor()), actor=staff_actor()),
    "extend_round": lambda: W.extend_round(
        open_round(part()), due_on=days.today() + timedelta(days=60), reason="Ferien.", actor=staff_actor()
    ),
    "give_mandate": lambda: W.give_mandate(account(), make_organisation(), actor=staff_actor()),
    "grant_deadline": lambda: W.grant_deadline(
        wish(deadline_wish="Später."),
        due_on=date(2027, 12, 31),
        wording="Ende 2027",
        precision="year",
        reason="Gewünscht.",
        actor=staff_actor(),
    ),
    "grant_wording": lambda: W.grant_wording(
        wish(wording_wish="Anders."), texts={"title": "Anders"}, reason="Gewünscht.", actor=staff_actor()
    ),
    "hand_in_rows": handed_in_rows,
    "hand_over": lambda: handed_over(W.hand_over, several=False),
    "hand_over_all": lambda: handed_over(W.hand_over_all, several=True),
    "invite": lambda: W.invite(
        email="neu@example.org",
        roles=[AccountRole.REPORTER],
        partners=[make_organisation()],
        actor=staff_actor(),
        **NEW,
    ),
    "invite_again": lambda: W.invite_again(invited(), actor=staff_actor()),
    "join_next": lambda: of_proposal(W.join_next),
    "keep_text": lambda: make_text(),
    "move_deadline": lambda: W.move_deadline(
        make_commitment(),
        due_on=date(2027, 12, 31),
        wording="Ende 2027",
        precision="year",
        reason="Vereinbart.",
        actor=staff_actor(),
    ),
    "name_reporter": lambda: W.name_reporter([make_part()], make_partner(), actor=staff_actor()),
    "note_export": lambda: W.note_export(form="CSV", count=3, actor=staff_actor()),
    "note_password_link": lambda: W.note_password_link(account(), actor=staff_actor()),
    "object_to_entry": lambda: W.object_to_entry(entered(), "Das schrieben wir nicht.", actor=staff_actor()),
    "open_round": lambda: open_round(part()),
    "prune_protocol": pruned,
    "propose_by_hand": lambda: W.propose_by_hand(make_text().sentences.get(number=5), actor=staff_actor()),
    "publish": lambda: W.publish([make_commitment(published=False)], actor=staff_actor()),
    "publish_due": due,
    "publish_balance": lambda: W.publish_balance(built_balance(), actor=staff_actor()),
    "publish_text": lambda: W.publish_text(make_text(), actor=staff_actor(), with_text=True),
    "redact": lambda: W.redact(version(), text="Name", reason="Persönliche Angabe.", actor=staff_actor()),
    "reject_proposal": lambda: of_proposal(W.reject_proposal, ground="appeal"),
    "reopen_proposal": lambda: reopened(),
    "reply": lambda: W.reply(differently(), "Wir sehen das anders.", actor=staff_actor()),
    "reset_second_factor": lambda: W.reset_second_factor(account(), actor=staff_actor()),
    "retry_mail": retried,
    "return_report": lambda: W.return_report(submit(part()), {"summary": "Wann?"}, actor=staff_actor()),
    "revoke_fact": lambda: W.revoke_fact(
        make_fact(make_commitment(), "preparing"), reason="Falsch.", actor=staff_actor()
    ),
    "revoke_report": lambda: W.revoke_report(accepted(part()), reason="Falsch.", actor=staff_actor()),
    "set_publication": lambda: (
        W.set_publication(agreement := make_agreement(published=False), days.start_of(date(2030, 1, 1)), **moment()),
        W.set_publication(agreement, None, **moment()),
    ),
    "set_roles": lambda: W.set_roles(account(), [AccountRole.EDITOR], actor=staff_actor()),
    "set_text_publication": lambda: W.set_text_publication(
        make_text(), at=timezone.now() + timedelta(days=1), with_text=True, actor=staff_actor(), seen=1
    ),
    "split_contribution": lambda: W.split_contribution(
        make_part(), [make_partner(), make_partner()], actor=staff_actor()
    ),
    "split_proposal": lambda: split(),
    "start_agreement": lambda: W.start_agreement(
        W.draft_agreement(
            title="Allianz 2027",
            short_title="Allianz 2027",
            slug="allianz-2027",
            code_prefix="AAW-2027",
            signed_on=date(2026, 12, 1),
            term_start=date(2027, 1, 1),
            term_end=date(2030, 12, 31),
        ),
        actor=staff_actor(),
    ),
    "start_draft": lambda: W.start_draft(part(), actor=staff_actor(), on=days.today()),
    "submit": lambda: submit(part()),
    "supply": supplied,
    "take_mandate": lambda: W.take_mandate(account().mandates.get(), actor=staff_actor()),
    "take_over": lambda: W.take_over(supplied(), actor=staff_actor()),
    "take_up_invitation": lambda: W.take_up_invitation(
        invited().invitations.get(), password="Ein-langes-Passwort-9", actor=staff_actor()
    ),
    "withdraw": lambda: W.withdraw(submit(part()), actor=staff_actor()),
    "withdraw_invitation": lambda: W.withdraw_invitation(invited(), actor=staff_actor()),
}
VERB = {
    "confirm_unchanged": Verb.SUBMITTED,
    "hand_in_rows": Verb.SUBMITTED,
    "accept": Verb.ACCEPTED,
    "reply": Verb.REPLIED,
    "object_to_entry": Verb.OBJECTED,
    "take_over": Verb.TAKEN_OVER,
    "enable_account": Verb.ACCOUNT_ENABLED,
    "clear_mail": Verb.MAIL_CLEARED,
    "clear_tickets": Verb.TICKETS_CLEARED,
    "erase_account": Verb.ACCOUNT_ERASED,
    "keep_archive": Verb.ARCHIVE_KEPT,
    "take_over_target": Verb.LINK_MENDED,
    "take_up_invitation": Verb.ACCOUNT_SET_UP,
    "withdraw_invitation": Verb.INVITATION_WITHDRAWN,
    "invite_again": Verb.INVITED_AGAIN,
    "withdraw": Verb.WITHDRAWN,
    "cancel_round": Verb.ROUND_CANCELLED,
    "close_round": Verb.ROUND_CLOSED,
    "extend_round": Verb.ROUND_EXTENDED,
    "grant_deadline": Verb.WISH_GRANTED,
    "grant_wording": Verb.WISH_GRANTED,
    "decline_wish": Verb.WISH_DECLINED,
    "revoke_report": Verb.REPORT_REVOKED,
    "prune_protocol": Verb.PRUNED,
    "publish_due": Verb.PUBLISHED,
}
"""The entry of actions whose preparations write entries too; of the others any entry is theirs."""


def test_every_function_of_the_workflow_is_named_here():
    functions = {name for name in workflow.__all__ if name[0].islower()}
    assert functions == {*ACTIONS} | READ_OR_CHECK | PARTS | {*WITHOUT_WORDS}


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_writes_an_entry(name):
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    ACTIONS[name]()
    written = AuditEvent.objects.exclude(pk__in=before)
    assert (written.filter(verb=VERB[name]) if name in VERB else written).exists()


def by_other_rooms() -> None:
    """The entries that rooms write by themselves or in a second way, with the details they give."""
    commitment, agreement = make_commitment(), make_agreement()
    reason = ChangeReason.EDITED
    with workflow.public_change(actor=staff_actor(), role=ActorRole.EDITOR, reason=reason) as change:
        change.log(Verb.CREATED, commitment, name=str(commitment))
        change.log(Verb.EDITED, commitment, name=str(commitment), fields=["Titel", "Beschreibung"])
        change.log(Verb.DELETED, commitment, name=str(commitment))
        change.log(Verb.IMPORTED, commitment)
        change.log(Verb.CATALOGUE_LOADED, workflow.catalogue_actor(), summary="3 Einträge angelegt")
        change.log(Verb.ROUND_REMINDED, agreement, title="Frühjahr", count=3)
    workflow.reset_second_factor(account(), actor=staff_actor(), with_password=True)


def test_every_entry_reads_as_a_sentence():
    for name, act in ACTIONS.items():
        act()
        Account.objects.filter(email__in=["neu@example.org", "a@example.org"]).update(email="", username=f"x{name}")
    by_other_rooms()
    events = list(AuditEvent.objects.all())
    assert {event.verb for event in events} == set(Verb.values)
    names = told.names_of(told.objects_of(events), with_people=True)
    codes = {*Status.values, *AccountRole.values, *NoticeKind.values}
    for event in events:
        sentence = event.told(names)
        assert sentence.endswith((".", "gelesen", "angelegt")), sentence
        assert not re.search(r"%\(|None|\d{4}-\d{2}-\d{2}|–\.|: –", sentence), sentence
        assert not [code for code in codes if "_" in code and code in sentence], sentence
        assert "wurde" in sentence or not re.search(r"\b(was|were|the)\b", sentence), sentence
