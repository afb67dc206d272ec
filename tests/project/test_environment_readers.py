"""A wrong value in the environment is refused with its name, the value and what is allowed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from allianz import env


def test_a_wrong_yes_or_no_is_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "ja")
    with pytest.raises(ImproperlyConfigured, match=r"DEBUG is 'ja'. Allowed: yes, true, on, 1 or no, false, off, 0."):
        env.boolean("DEBUG", False)


@pytest.mark.parametrize(("value", "expected"), [("yes", True), ("TRUE", True), ("0", False), ("", True)])
def test_a_yes_or_no_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("SWITCH", value)
    assert env.boolean("SWITCH", True) is expected


@pytest.mark.parametrize("value", ["viele", "0", "101", "1.5"])
def test_a_number_that_is_none_or_out_of_bounds_is_refused(monkeypatch, value):
    monkeypatch.setenv("PER_PAGE", value)
    with pytest.raises(ImproperlyConfigured, match=f"PER_PAGE is '{value}'. Allowed: a whole number from 1 to 100."):
        env.integer("PER_PAGE", 25, minimum=1, maximum=100)


def test_a_word_that_is_not_offered_is_refused(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(ImproperlyConfigured, match=r"LOG_LEVEL is 'LOUD'\. Allowed: INFO, ERROR."):
        env.choice("LOG_LEVEL", "INFO", ("INFO", "ERROR"))


@pytest.mark.parametrize("value", ["example.org", "ftp://example.org", "https://", "https://example.org /x"])
def test_something_that_is_no_web_address_is_refused(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is"):
        env.url("SITE_URL", "https://example.org")


def test_a_web_address_loses_its_last_slash(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    assert env.url("SITE_URL", "") == "https://example.org"


def test_an_empty_text_is_empty_on_purpose(monkeypatch):
    monkeypatch.setenv("BANNER_TEXT", "")
    assert env.text("BANNER_TEXT", "the default") == ""


def test_a_list_is_read_without_blanks(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " example.org, ,www.example.org")
    assert env.words("ALLOWED_HOSTS") == ["example.org", "www.example.org"]


def test_a_database_of_another_make_is_refused_without_showing_its_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://user:geheim@host/name")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.database("DATABASE_URL", "")
    assert "DATABASE_URL is 'mysql://…'" in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_a_database_address_may_come_from_a_file(monkeypatch, tmp_path):
    file = tmp_path / "database"
    file.write_text("postgres://user:geheim@host:5432/name\n")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert env.database("DATABASE_URL", "")["PASSWORD"] == "geheim"


def test_a_mail_server_of_unknown_kind_is_refused(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "pigeon://roof")
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL is 'pigeon://…'\. Allowed: smtp://"):
        env.email("EMAIL_URL", "smtp://localhost:25")


def test_a_mail_server_is_read(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://user:pass@mail.example.org:587")
    read = env.email("EMAIL_URL", "smtp://localhost:25")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)


def test_without_an_address_attempts_are_counted_in_the_database(monkeypatch):
    monkeypatch.delenv("CACHE_URL", raising=False)
    monkeypatch.delenv("CACHE_URL_FILE", raising=False)
    assert env.cache("CACHE_URL")["BACKEND"].endswith("DatabaseCache")


@pytest.mark.parametrize("address", ["redis://127.0.0.1:6379/0", "rediss://user:word@cache.example:6380/1"])
def test_the_address_of_a_redis_is_taken_as_it_stands(monkeypatch, address):
    monkeypatch.setenv("CACHE_URL", address)
    found = env.cache("CACHE_URL")
    assert (found["BACKEND"].rpartition(".")[2], found["LOCATION"]) == ("RedisCache", address)


def test_another_cache_is_refused_without_telling_its_password(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "memcached://user:geheim@host")
    with pytest.raises(ImproperlyConfigured, match=r"CACHE_URL is 'memcached://…'") as refused:
        env.cache("CACHE_URL")
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "value", ["short", "a" * 19, "a" * 19 + "ü", "two words of more than 20 signs", "a" * 25 + "\n" + "b"]
)
def test_a_token_that_is_short_or_fits_in_no_header_is_refused_without_showing_it(monkeypatch, value):
    monkeypatch.setenv("EXAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match=r"EXAMPLE is '…'.*20 or more") as refused:
        env.token("EXAMPLE", minimum=20)
    assert value not in str(refused.value)


def test_a_token_may_come_from_a_file(monkeypatch, tmp_path):
    path = tmp_path / "token"
    path.write_text("a" * 20 + "\n")
    monkeypatch.setenv("EXAMPLE_FILE", str(path))
    assert env.token("EXAMPLE", minimum=20) == "a" * 20


def test_without_a_token_there_is_none(monkeypatch):
    monkeypatch.delenv("EXAMPLE", raising=False)
    assert env.token("EXAMPLE", minimum=20) == ""
