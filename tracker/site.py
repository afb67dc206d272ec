"""The public settings of this site: what the operator chose and visitors read."""

import functools
import hashlib
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils import translation
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Privacy:
    """What the privacy notice says of the settings in force."""

    officer: str
    session_hours: int
    session_cookie: str
    form_cookie: str
    log_days: int
    host_provider: str
    mail_provider: str
    mail_months: int
    ticket_months: int
    protocol_months: int
    partner_second_factor: bool
    api_limit: int


@dataclass(frozen=True)
class Site:
    """What the operator chose. Texts without a value of the operator come in the language of the page."""

    name: Text
    claim: Text
    url: str
    operator: Text
    banner: Text
    contact: str
    security_contact: str
    editor: Text
    licence: str
    licence_url: str
    hearing_days: int
    error_days: int
    conciliation: str
    per_page: int
    privacy: Privacy

    def fingerprint(self) -> str:
        """Return a short word that changes with every public setting; part of the ETag of every public page."""
        # The language is a part of the ETag of its own, so the texts go in untranslated.
        with translation.override(None):
            values = [f"{field.name}={getattr(self, field.name)}" for field in fields(self)]
        return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def site() -> Site:
    """Return the public settings as they are now."""
    return Site(
        name=settings.SITE_NAME,
        claim=settings.SITE_CLAIM,
        url=settings.SITE_URL,
        operator=settings.OPERATOR_NAME,
        banner=settings.BANNER_TEXT,
        contact=settings.CONTACT_EMAIL,
        security_contact=settings.SECURITY_CONTACT,
        editor=settings.EDITOR_NAME,
        licence=settings.DATA_LICENCE,
        licence_url=settings.DATA_LICENCE_URL,
        hearing_days=settings.HEARING_DAYS,
        error_days=settings.ERROR_ANSWER_DAYS,
        conciliation=settings.CONCILIATION_BODY,
        per_page=settings.PER_PAGE,
        privacy=Privacy(
            officer=settings.DATA_PROTECTION_OFFICER,
            session_hours=settings.SESSION_COOKIE_AGE // 3600,
            session_cookie=settings.SESSION_COOKIE_NAME,
            form_cookie=settings.CSRF_COOKIE_NAME,
            log_days=settings.LOG_DAYS,
            host_provider=settings.HOST_PROVIDER,
            mail_provider=settings.MAIL_PROVIDER,
            mail_months=settings.MAIL_MONTHS,
            ticket_months=settings.TICKET_MONTHS,
            protocol_months=settings.PROTOCOL_MONTHS,
            partner_second_factor=settings.PARTNER_SECOND_FACTOR,
            api_limit=settings.API_LIMIT,
        ),
    )


@functools.cache
def fingerprint() -> str:
    """The fingerprint of the public settings, computed once per process: only tests change settings while it runs."""
    return site().fingerprint()


def _forget(**kwargs: Any) -> None:
    fingerprint.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tracker.site")
