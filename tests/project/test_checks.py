"""System checks say what is missing, with an id and a hint."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from tests.factories import record_change
from tracker import checks, demo
from tracker.models import PageText
from tracker.vocabulary import PageKey


def ids(messages):
    return [message.id for message in messages]


def test_missing_front_end_packages_are_told(settings, tmp_path):
    settings.KERN_DIST = tmp_path
    messages = checks.front_end_packages()
    assert ids(messages) == ["tracker.E001"]
    assert "make setup" in messages[0].hint


def test_missing_compiled_texts_are_told(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    assert ids(checks.compiled_translations()) == ["tracker.W002"]


def test_an_address_without_https_fails_the_deployment(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert ids(checks.site_address()) == ["tracker.E003"]
    settings.SITE_URL = "https://example.org"
    assert checks.site_address() == []


def test_an_operator_without_name_is_told(settings):
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "", "post@example.org"
    assert ids(checks.operator_named()) == ["tracker.W004"]


def test_mail_that_is_only_printed_fails_the_deployment(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ids(checks.mail_goes_out()) == ["tracker.E006"]


@pytest.mark.django_db
def test_demonstration_accounts_fail_the_deployment(settings):
    assert checks.demo_accounts() == []
    settings.DEBUG = True
    call_command("demo_accounts")
    assert ids(checks.demo_accounts()) == ["tracker.E005"] * len(demo.PEOPLE)


@pytest.mark.django_db
def test_demonstration_accounts_are_refused_on_a_real_site():
    with pytest.raises(CommandError, match="only where DEBUG is on"):
        call_command("demo_accounts")


@pytest.mark.django_db
def test_demonstration_accounts_are_made_once_and_told_each_time(settings, capsys, django_user_model):
    settings.DEBUG = True
    call_command("demo_accounts")
    call_command("demo_accounts")
    assert django_user_model.objects.count() == len(demo.PEOPLE)
    assert capsys.readouterr().out.count(demo.in_words()) == 2


@pytest.mark.django_db
def test_every_mandatory_text_that_is_missing_fails_the_deployment_by_name():
    assert ids(checks.mandatory_texts()) == ["tracker.E007"] * 5
    with record_change():
        for key in PageKey:
            PageText(key=key, body=" \n" if key == PageKey.PRIVACY else "Text").save()
            PageText(key=key, body="Text", language="en").save()
    (message,) = checks.mandatory_texts()
    assert "/datenschutz/" in message.msg and "Seitentexte" in message.hint


def test_texts_are_not_missed_before_there_are_tables(monkeypatch):
    def refuse():
        raise DatabaseError("no such table")

    monkeypatch.setattr(PageText, "missing", refuse)
    assert checks.mandatory_texts() == []


def test_a_conciliation_body_without_name_is_told(settings):
    settings.CONCILIATION_BODY = " "
    assert ids(checks.conciliation_body_named()) == ["tracker.W008"]
    settings.CONCILIATION_BODY = "Schlichtungsstelle"
    assert checks.conciliation_body_named() == []
