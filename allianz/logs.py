"""Logging without personal data: no address of a visitor, no account, no search words."""

import json
import logging
import re
from typing import Any

QUERY = re.compile(r"\?[^\s\"']*")
# The last part of these paths opens an account.
KEY = re.compile(r"(/konto/(?:einladung|passwort/neu)/)[^\s\"'?]+")

MAIL_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


class WithoutQuery(logging.Filter):
    """Cut queries and keys off every address in a message: search words are nobody's business, keys open accounts."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "?" in message or "/konto/" in message:
            record.msg, record.args = KEY.sub(r"\1…", QUERY.sub("?…", message)), None
        return True


class OneLine(logging.Formatter):
    """Write a message on one line, whatever somebody put into it, with the time and its zone, without mail addresses.

    What is told of a fault keeps its lines: the code has written them, indented or beginning with "Traceback".
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, traceback included, without mail addresses: a mail server names whom it refuses."""
        return MAIL_ADDRESS.sub("…@…", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line, its control characters written out."""
        line = super().formatMessage(record)
        return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)


class OneObject(OneLine):
    """Write a message as one JSON object on one line, for programs that collect logs: the same, told by name.

    What a library hangs on a record besides (the request, its person) is left out, but the number of an answer.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line; JSON writes out control characters, and whatever is not ASCII, by itself."""
        fields = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["fault"] = self.formatException(record.exc_info)
        if record.stack_info:
            fields["stack"] = self.formatStack(record.stack_info)
        told: dict[str, Any] = {name: MAIL_ADDRESS.sub("…@…", value) for name, value in fields.items()}
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            told["status"] = status
        return json.dumps(told)


def configuration(level: str, form: str = "line") -> dict[str, Any]:
    """Return the logging set-up: everything to standard error, in the form "line" or "json", no mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_query": {"()": WithoutQuery}},
        "formatters": {
            "line": {"()": OneLine, "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": OneObject},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["without_query"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        # Django brings handlers of its own for these two (mail to the admins; request lines with queries).
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            # It tells every step of every PDF.
            "weasyprint": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # It tells which passkey signed in.
            "fido2": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }
