"""System checks of the tracker, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from allianz import translations
from tracker.models import PageText


@register(Tags.staticfiles)
def front_end_packages(**kwargs: Any) -> list[CheckMessage]:
    """Return an error if the look of the pages (KERN UX) is not installed."""
    if (settings.KERN_DIST / "kern.min.css").is_file():
        return []
    return [
        Error(
            "The front-end package @kern-ux/native is not installed, so pages would have no style.",
            hint="Run `make setup` (or `npm ci`).",
            id="tracker.E001",
        )
    ]


@register(Tags.translation)
def compiled_translations(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning if the translations are not compiled, because pages would then speak English."""
    if translations.po_file().with_suffix(".mo").is_file():
        return []
    return [
        Warning(
            "The German texts are not compiled, so pages would speak English.",
            hint="Run `manage.py compile_messages`.",
            id="tracker.W002",
        )
    ]


@register(Tags.security, deploy=True)
def site_address(**kwargs: Any) -> list[CheckMessage]:
    """Return an error if nobody told the site its own address, which stands in citations and files."""
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL}, which is no https address.",
            hint="Set SITE_URL to the public address of the site; it stands in citations, downloads and the site map.",
            id="tracker.E003",
        )
    ]


@register(Tags.security, deploy=True)
def operator_named(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning for every public setting that only the operator can fill in."""
    missing = [name for name in ("OPERATOR_NAME", "CONTACT_EMAIL") if not getattr(settings, name)]
    return [
        Warning(
            f"{name} is not set.",
            hint="Visitors read it in the foot of every page. README.md, Configuration, says how to set it.",
            id="tracker.W004",
        )
        for name in missing
    ]


@register(Tags.security, deploy=True)
def mail_goes_out(**kwargs: Any) -> list[CheckMessage]:
    """Return an error if mail would only be printed."""
    if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        return []
    return [
        Error(
            f"Mail is not sent but given to {settings.EMAIL_BACKEND}.",
            hint="Set EMAIL_URL to the mail server, for instance smtp+tls://user:password@host:587.",
            id="tracker.E006",
        )
    ]


@register(Tags.security, deploy=True)
def demo_accounts(**kwargs: Any) -> list[CheckMessage]:
    """Return an error if an account with a password that everybody knows is on the site."""
    users = get_user_model()
    try:
        found = users._default_manager.filter(email__endswith=f"@{settings.DEMO_MAIL_DOMAIN}", is_active=True)
        names = sorted(user.get_username() for user in found)
    except DatabaseError:
        # No tables yet: migrate comes first, and there are no accounts.
        return []
    return [
        Error(
            f"The demonstration account {name} is active; its password is public.",
            hint="Delete it in the administration, or give it a new name and password.",
            id="tracker.E005",
        )
        for name in names
    ]


@register(Tags.security, deploy=True)
def mandatory_texts(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for every page that must have a text before the site goes online and has none."""
    try:
        missing = PageText.missing()
    except DatabaseError:
        # No tables yet: there is nothing to check.
        return []
    return [
        Error(
            f"The page /{key.value}/ has no German text, so visitors read that it is missing.",
            hint="Write it in the administration (/verwaltung/) under “Seitentexte”, page "
            f"“{key.value}”, language German.",
            id="tracker.E007",
        )
        for key in missing
    ]


@register(Tags.security, deploy=True)
def conciliation_body_named(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning if the accessibility statement cannot name the conciliation body."""
    if str(settings.CONCILIATION_BODY).strip():
        return []
    return [
        Warning(
            "CONCILIATION_BODY is not set, so the accessibility statement names no conciliation body.",
            hint="Set it to name, address and link of the body in charge. README.md, Configuration, lists it.",
            id="tracker.W008",
        )
    ]
