"""A rule for passwords that only this site can know: its own words are the first that somebody tries."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker.models import Account
from tracker.site import site

WORDS = (
    "administration",
    "allianz",
    "ausbildung",
    "weiterbildung",
    "commitment",
    "massnahme",
    "meldung",
    "melden",
    "partner",
    "passwort",
    "password",
    "pruefung",
    "redaktion",
    "tracker",
    "verwaltung",
    "zusagen",
)
FEWEST = 4
"""So many letters must be left when the words of the site are taken out."""


class NotTheWordsOfTheSite:
    """Refuses a password made of the site's own words and some figures, such as "Allianz-2026!!"."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with a sentence."""
        left = _letters(password)
        words = {*WORDS, *re.findall(r"\w{4,}", f"{site().name} {site().operator} {urlsplit(site().url).hostname}")}
        taken = False
        for word in sorted({_letters(word) for word in words} - {""}, key=len, reverse=True):
            taken = taken or word in left
            left = left.replace(word, "")
        if taken and len(left) < FEWEST:
            raise ValidationError(_("This password is made of words of this site, which is what others try first."))

    def get_help_text(self) -> str:
        """What the forms say of it."""
        return _("Your password cannot be made of words of this site, such as “Allianz2026!”.")


def _letters(text: str) -> str:
    plain = text.casefold().replace("ß", "ss").replace("ü", "ue").replace("ä", "ae").replace("ö", "oe")
    return "".join(sign for sign in plain if sign.isalpha())
