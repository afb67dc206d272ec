"""The protocol is read in sentences, narrowed by a form, and taken away as a file by administrators only."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.admin.browsing import address, words
from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_account, make_organisation
from tracker import days, workflow
from tracker.models import AuditEvent
from tracker.vocabulary import AccountRole, ActorRole, Verb

pytestmark = pytest.mark.django_db
LIST = reverse("admin:tracker_auditevent_changelist")
FILE = reverse("admin:tracker_auditevent_export")


def entry(subject, verb=Verb.PUBLISHED, *, role=ActorRole.EDITOR, actor=None, age=0, **detail):
    """Return an entry on an object, some days old."""
    return AuditEvent.objects.create(
        at=timezone.now() - timedelta(days=age),
        actor=actor or workflow.system_actor(),
        role=role,
        verb=verb,
        subject_kind=subject._meta.model_name,
        subject_key=getattr(subject, "code", None) or getattr(subject, "slug", None) or str(subject.pk),
        detail=detail,
    )


def listed(desk, query=""):
    return list(desk.get(f"{LIST}?{query}").context["cl"].result_list)


def test_every_filter_narrows_the_list(administrator):
    agreement = make_agreement("eine")
    one, other = make_commitment(agreement), make_commitment(make_agreement("andere"))
    someone = workflow.actor_of(make_account(AccountRole.EDITOR))
    old = entry(one, age=10)
    dropped = entry(other, Verb.DROPPED, reason="Entfällt.", actor=someone)
    reviewed = entry(agreement, Verb.PUBLISHED, role=ActorRole.REVIEWER)
    day = (days.today() - timedelta(days=5)).isoformat()
    for query, found in {
        f"bis={day}": {old},
        f"von={day}": {dropped, reviewed},
        "aktion=dropped": {dropped},
        "rolle=reviewer": {reviewed},
        "objekt=agreement": {reviewed},
        f"kennung={one.code}": {old},
        "vereinbarung=eine": {old, reviewed},
        f"person={someone.key}": {dropped},
        f"objekt=commitment&kennung={other.code}&von={day}": {dropped},
    }.items():
        assert set(listed(administrator, query)) == found, query


def test_a_bad_value_is_told_at_its_field_and_narrows_nothing(administrator):
    entry(make_commitment())
    response = administrator.get(f"{LIST}?von=gestern&vereinbarung=nichts&aktion=x")
    assert "Bitte ein gültiges Datum eingeben" in words(response)
    assert response.context["cl"].result_count == 1
    turned = f"{LIST}?von=2026-02-02&bis=2026-01-01"
    assert "Das Ende liegt vor dem Beginn" in words(administrator.get(turned))


def test_names_of_people_are_for_administrators_only(administrator, desk):
    person = make_account(AccountRole.EDITOR, first_name="Wilhelmine", last_name="Kanarienvogel")
    actor = workflow.actor_of(person)
    entry(make_commitment(), actor=actor)
    assert "Wilhelmine Kanarienvogel" in words(administrator.get(LIST))
    text = words(desk.get(LIST))
    assert "Kanarienvogel" not in text
    assert str(actor) in text


def test_entries_on_accounts_are_for_administrators_only(administrator, desk):
    found = entry(make_account(first_name="Wilhelmine"), Verb.ACCOUNT_DISABLED)
    assert listed(administrator) == [found]
    assert listed(desk) == []
    assert desk.client.get(address(found)).status_code == 302
    assert "Wilhelmine" in words(administrator.get(address(found)))


def test_the_list_asks_as_often_for_many_entries_as_for_few(administrator):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            administrator.get(LIST)
        return len(queries)

    entry(make_commitment())
    entry(make_account(), Verb.ACCOUNT_DISABLED)
    few = asked()
    for _number in range(8):
        entry(make_commitment(), actor=workflow.actor_of(make_account()))
        entry(make_account(), Verb.ACCOUNT_DISABLED)
    assert asked() == few


def test_the_last_entries_stand_on_the_page_of_the_object(desk):
    item = make_commitment()
    entry(item, Verb.DROPPED, reason="Das Programm endete.")
    response = desk.get(address(item))
    assert "Das Programm endete." in words(response)
    assert f"kennung={item.code}" in response.content.decode()


def test_the_file_holds_what_the_filter_finds_without_names_and_formulas(administrator):
    person = make_account(AccountRole.EDITOR, last_name="Kanarienvogel")
    actor = workflow.actor_of(person)
    entry(make_commitment(), Verb.DROPPED, reason="=1+1", actor=actor)
    partner = make_organisation()
    entry(partner, Verb.HANDED_OVER, partner=str(partner), giver=person.pk, taker=person.pk)
    response = administrator.client.post(FILE, {"art": "csv"})
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 3
    assert str(actor) in text
    assert "Kanarienvogel" not in text
    assert response["Cache-Control"] == "no-store, private"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    only = administrator.client.post(f"{FILE}?aktion=dropped", {"art": "csv"})
    assert len(only.content.decode().strip().splitlines()) == 2


def test_the_excel_file_opens_and_says_the_same(administrator):
    entry(make_commitment(), Verb.DROPPED, reason="Entfällt.")
    content = administrator.client.post(FILE, {"art": "xlsx"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert len(rows) == 2
    assert "Entfällt." in rows[1][1]


def test_that_it_was_taken_away_is_an_entry(administrator):
    entry(make_commitment())
    administrator.client.post(FILE, {"art": "csv"})
    told = AuditEvent.objects.get(verb=Verb.PROTOCOL_EXPORTED)
    assert told.actor.user == administrator.account
    assert told.sentence == "Das Protokoll wurde als CSV ausgegeben, Einträge: 1."


def test_only_administrators_take_it_away_and_only_by_a_form(administrator, desk, reviewer):
    for other in (desk, reviewer):
        assert other.client.post(FILE, {"art": "csv"}).status_code == 403
        assert "Als CSV" not in words(other.get(LIST))
    assert administrator.client.get(FILE).status_code == 405
    assert not AuditEvent.objects.exists()
