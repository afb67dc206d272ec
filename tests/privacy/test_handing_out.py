"""What is handed out of a person is everything that is linked to the account, and no secret."""

import json
import stat
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from tests.accounts.people import add_app, sign_in
from tests.cast import Cast
from tracker.models import AuditEvent
from tracker.vocabulary import Verb

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]


def test_the_file_holds_all_that_is_linked_and_no_secret(the_cast: Cast, client, tmp_path):
    person = the_cast.people["reporter_of_a"]
    sign_in(client, person, add_app(person))
    path = tmp_path / "person.json"
    call_command("export_person", person.email.upper(), "--to", str(path), stdout=StringIO())
    data = json.loads(path.read_text())
    assert data["account"]["email"] == person.email
    assert [row["partner"] for row in data["mandates"]] == ["Verband A"]
    assert len(data["sessions"]) == 1
    assert {row["as"] for row in data["reports"]} == {"author"}
    assert data["protocol"]
    secret = Authenticator.objects.get(user=person, type="totp").data["secret"]
    text = path.read_text()
    assert "totp" in {row["type"] for row in data["second_factors"]}
    for hidden in (secret, person.password, client.session.session_key):
        assert hidden not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert AuditEvent.objects.filter(verb=Verb.PERSON_EXPORTED, subject_key=str(person.pk)).count() == 1


def test_nobody_elses_data_are_in_it(the_cast: Cast, tmp_path):
    path = tmp_path / "person.json"
    call_command("export_person", the_cast.people["reporter_of_a"].email, "--to", str(path), stdout=StringIO())
    text = path.read_text()
    for name, other in the_cast.people.items():
        if name != "reporter_of_a":
            assert other.email not in text
            assert other.last_name not in text


def test_no_file_is_written_over_and_nobody_unknown_handed_out(the_cast: Cast, tmp_path):
    path = tmp_path / "person.json"
    path.write_text("alt")
    with pytest.raises(CommandError):
        call_command("export_person", the_cast.people["editor"].email, "--to", str(path))
    assert path.read_text() == "alt"
    with pytest.raises(CommandError):
        call_command("export_person", "niemand@example.org", "--to", str(tmp_path / "x.json"))
