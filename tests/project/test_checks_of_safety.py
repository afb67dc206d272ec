"""What Django's own checks of a deployment miss is told by the tracker's, and none of them cries without need."""

import secrets

import pytest

from tests.accounts.people import add_app, make_account
from tracker import checks
from tracker.vocabulary import AccountRole

SECRET = secrets.token_urlsafe(60)


def ids(messages):
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_a_site_without_anybody_to_tell_of_a_weakness_is_told(settings):
    settings.SECURITY_CONTACT = ""
    assert ids(checks.security_contact_named()) == ["tracker.W009"]
    settings.SECURITY_CONTACT = "mailto:post@example.org"
    assert checks.security_contact_named() == []


def test_hosts_that_others_choose_fail_the_deployment(settings):
    settings.ALLOWED_HOSTS = ["*", ".example.org", "zusagen.example.org"]
    assert ids(checks.hosts_are_named()) == ["tracker.E010"] * 2
    settings.ALLOWED_HOSTS = ["zusagen.example.org", "[::1]"]
    assert checks.hosts_are_named() == []


@pytest.mark.django_db
@pytest.mark.own_factor
def test_staff_without_a_second_factor_are_counted_and_not_named():
    editor = make_account(AccountRole.EDITOR)
    make_account(AccountRole.REPORTER)
    (message,) = checks.staff_have_a_second_factor()
    assert ids([message]) == ["tracker.W011"]
    assert message.msg.endswith(": 1.") and editor.email not in message.msg
    add_app(editor)
    assert checks.staff_have_a_second_factor() == []


@pytest.mark.django_db
def test_staff_who_were_invited_and_have_no_password_yet_are_no_gap():
    invited = make_account(AccountRole.EDITOR)
    invited.set_unusable_password()
    invited.save()
    assert checks.staff_have_a_second_factor() == []


def test_partners_without_a_second_factor_are_told(settings):
    settings.PARTNER_SECOND_FACTOR = False
    assert ids(checks.partners_need_a_second_factor()) == ["tracker.W012"]
    settings.PARTNER_SECOND_FACTOR = True
    assert checks.partners_need_a_second_factor() == []


@pytest.mark.parametrize("bad", ["of development", "abc" * 20, "please change this secret before you go online now"])
def test_a_secret_that_can_be_guessed_fails_the_deployment(settings, bad):
    bad = settings.DEVELOPMENT_SECRET if bad == "of development" else bad
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = bad, []
    assert ids(checks.secrets_are_secret()) == ["tracker.E013"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = SECRET, [SECRET, bad]
    (message,) = checks.secrets_are_secret()
    assert "FALLBACKS, number 2" in message.msg and bad not in message.msg


def test_a_random_secret_is_none_that_can_be_guessed(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = SECRET, [secrets.token_hex(50)]
    assert checks.secrets_are_secret() == []


def test_a_proxy_that_is_not_counted_is_told(settings):
    settings.HTTPS, settings.PROXIES = True, 0
    assert ids(checks.proxies_are_counted()) == ["tracker.W014"]
    settings.PROXIES = 1
    assert checks.proxies_are_counted() == []
    settings.HTTPS, settings.PROXIES = False, 0
    assert checks.proxies_are_counted() == []


def far(settings, *, database="verify-full", cache="rediss", tls=True, files="https"):
    """A site whose services are all on other machines."""
    settings.DATABASES = {
        "default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example.org"}
        | {"OPTIONS": {"sslmode": database}}
    }
    settings.CACHES = {"default": {"LOCATION": f"{cache}://cache.example.org:6379/0"}}
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "mail.example.org", tls, False
    settings.STORAGES = {"default": {"OPTIONS": {"endpoint_url": f"{files}://files.example.org"}}}


class Settings:
    """Settings of nobody: those of Django would turn its own connections upside down."""

    DATABASES: dict
    CACHES: dict
    STORAGES: dict


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("DATABASE_URL", {"database": "require"}),
        ("CACHE_URL", {"cache": "redis"}),
        ("EMAIL_URL", {"tls": False}),
        ("FILES_URL", {"files": "http"}),
    ],
)
def test_a_service_elsewhere_without_encryption_is_told_by_name(monkeypatch, name, change):
    elsewhere = Settings()
    monkeypatch.setattr(checks, "settings", elsewhere)
    far(elsewhere)
    assert checks.services_are_reached_safely() == []
    far(elsewhere, **change)
    (message,) = checks.services_are_reached_safely()
    assert ids([message]) == ["tracker.W015"]
    assert message.msg.startswith(name)


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "/run/postgresql"])
def test_a_service_on_this_machine_needs_no_encryption(monkeypatch, host):
    here = Settings()
    monkeypatch.setattr(checks, "settings", here)
    far(here)
    here.DATABASES["default"] |= {"HOST": host, "OPTIONS": {}}
    here.EMAIL_HOST, here.EMAIL_USE_TLS = host, False
    assert checks.services_are_reached_safely() == []
