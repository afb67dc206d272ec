"""Logs hold no search words."""

import json
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


def told(message: str, *args: object, info: object = None, **more: object) -> dict[str, object]:
    """What the log writes of a message as JSON, read again."""
    described = configuration("INFO", "json")
    formatter = described["formatters"][described["handlers"]["stderr"]["formatter"]]["()"]()
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, info)
    vars(record).update(more)
    WithoutQuery().filter(record)
    written = formatter.format(record)
    assert len(written.splitlines()) == 1 and written.isprintable()
    return json.loads(written)


def test_as_json_a_message_is_told_by_name():
    fields = told("Not Found: %s", "/länder/", status_code=404)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", str(fields.pop("time")))
    assert fields == {
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found: /länder/",
        "status": 404,
    }


def test_as_json_nobody_writes_a_line_or_a_field_of_their_own():
    fields = told("Not Found: %s", '/x\n{"level": "INFO"}\u2028\x1b[2K", "logger": "tracker')
    assert (fields["level"], fields["logger"]) == ("WARNING", "django.request")
    assert "\n" in str(fields["message"])


def test_as_json_no_field_names_a_query_a_key_or_a_mail_address():
    try:
        raise ValueError("550 erika.muster+x@verband.example is unknown")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    fields = told("Gone: %s of %s", "/konto/einladung/abc:def/?q=geheim", "a@example.org", info=info)
    assert "550 …@… is unknown" in str(fields["fault"])
    written = json.dumps(fields, ensure_ascii=False)
    assert not [word for word in ("abc", "geheim", "verband.example", "example.org") if word in written]


def test_as_json_what_hangs_on_a_message_besides_is_left_out():
    fields = told("x", request="<WSGIRequest: person@example.org>", username="erika", status_code="person@example.org")
    assert set(fields) == {"time", "level", "logger", "message"}


def test_the_form_of_a_line_is_chosen_by_name():
    assert [configuration("INFO", form)["handlers"]["stderr"]["formatter"] for form in ("line", "json")] == [
        "line",
        "json",
    ]
