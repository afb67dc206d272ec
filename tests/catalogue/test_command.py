"""`manage.py load_catalogue` says in one line what it did, and names what it left alone."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import record_change
from tracker.models import Partner


@pytest.mark.django_db
def test_the_first_load_ends_with_its_numbers():
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert out.getvalue() == "1079 Einträge angelegt, 0 aktualisiert.\n"


@pytest.mark.usefixtures("catalogue")
def test_what_was_left_alone_is_named_line_by_line():
    with record_change() as change:
        partner = Partner.objects.get(key="dgb")
        partner.homepage = "https://example.org/"
        partner.save()
        change.touch(partner)
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert out.getvalue().splitlines() == [
        "Partner dgb wurde von der Redaktion geändert",
        "Nichts ist neu. 1 Eintrag blieb unverändert.",
    ]


@pytest.mark.usefixtures("catalogue")
def test_no_bar_is_drawn_where_nobody_watches(capsys):
    call_command("load_catalogue", stdout=StringIO())
    assert capsys.readouterr().err == ""
