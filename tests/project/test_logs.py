"""Logs hold no search words."""

import logging

from allianz.logs import WithoutAddresses, WithoutQuery, configuration


def test_the_query_is_cut_off_every_address():
    record = logging.LogRecord(
        "django.server", logging.INFO, "", 0, '"%s" %s', ("GET /massnahmen/?q=name HTTP/1.1", 200), None
    )
    WithoutQuery().filter(record)
    assert record.getMessage() == '"GET /massnahmen/?… HTTP/1.1" 200'


def test_a_message_without_an_address_stays_as_it_is():
    record = logging.LogRecord("tracker", logging.INFO, "", 0, "%d rows", (3,), None)
    WithoutQuery().filter(record)
    assert record.getMessage() == "3 rows"


def test_the_key_of_a_link_from_a_mail_is_cut_off():
    for path in ("/konto/einladung/abc:def/", "/konto/passwort/neu/1-abc-def/"):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (path,), None)
        WithoutQuery().filter(record)
        assert "abc" not in record.getMessage()
        assert path[:17] in record.getMessage()


def test_the_steps_of_a_pdf_are_not_told_among_the_lines_of_a_command():
    assert configuration("INFO")["loggers"]["weasyprint"]["level"] == "WARNING"


def test_no_line_names_a_mail_address_not_even_in_a_traceback():
    try:
        raise ValueError("550 erika.muster+x@verband.example is unknown")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("tracker", logging.ERROR, "", 0, "to %s", ("a@example.org",), info)
    line = WithoutAddresses(fmt="{message}", style="{").format(record)
    assert "550 …@… is unknown" in line
    assert "example" not in line.replace(__file__, "")
