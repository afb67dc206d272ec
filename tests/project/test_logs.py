"""Logs hold no search words."""

import logging
import re

from allianz.logs import OneLine, WithoutQuery, configuration


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
    line = OneLine(fmt="{message}", style="{").format(record)
    assert "550 …@… is unknown" in line
    assert "example" not in line.replace(__file__, "")


def line(message: str, *args: object) -> str:
    """What the log writes of a message."""
    described = configuration("INFO")["formatters"]["line"]
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    return described["()"](fmt=described["format"], style=described["style"]).format(record)


def test_nobody_writes_a_line_of_their_own_into_the_log():
    written = line("Not Found: %s", "/x\n2026-12-01 INFO tracker: all is well\r\x1b[2K\u2028")
    assert len(written.splitlines()) == 1
    assert "\\n2026-12-01 INFO" in written and "\x1b" not in written


def test_umlauts_stay_as_they_are():
    assert line("Länder fehlen").endswith("django.request: Länder fehlen")


def test_the_time_is_told_with_its_zone():
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING ", line("x"))
