"""Logging without personal data: no address of a visitor, no account, no search words."""

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


def configuration(level: str) -> dict[str, Any]:
    """Return the logging set-up: everything to standard error, no mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_query": {"()": WithoutQuery}},
        "formatters": {"line": {"()": OneLine, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
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
