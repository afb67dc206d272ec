"""System checks of the tracker, each with an id and a hint."""

import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from allianz import translations
from tracker.accounts.factors import has_second_factor
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


@register(Tags.security, deploy=True)
def security_contact_named(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning if nobody is named who can be told of a weakness."""
    if settings.SECURITY_CONTACT:
        return []
    return [
        Warning(
            "Nobody is named whom one could tell of a weakness, so there is no /.well-known/security.txt.",
            hint="Set SECURITY_CONTACT, or CONTACT_EMAIL, to an address that somebody reads.",
            id="tracker.W009",
        )
    ]


@register(Tags.security, deploy=True)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for every pattern in ALLOWED_HOSTS that lets a stranger choose the host."""
    return [
        Error(
            f"ALLOWED_HOSTS holds {host}, so the site answers under names that others choose.",
            hint="Name every host by itself. Without ALLOWED_HOSTS it is the one of SITE_URL.",
            id="tracker.E010",
        )
        for host in settings.ALLOWED_HOSTS
        if host == "*" or host.startswith(".")
    ]


@register(Tags.security, deploy=True)
def staff_have_a_second_factor(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning if staff with a password have no second factor yet: whoever knows the password sets it up."""
    try:
        people = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
        lacking = [person for person in people if person.has_usable_password() and not has_second_factor(person)]
    except DatabaseError:
        # No tables yet, and no accounts.
        return []
    if not lacking:
        return []
    return [
        Warning(
            f"Accounts of staff with a password but without a second factor: {len(lacking)}.",
            hint="Let them sign in and set one up, or disable them in the administration under “Konten”.",
            id="tracker.W011",
        )
    ]


@register(Tags.security, deploy=True)
def partners_need_a_second_factor(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning if partners report with a password alone."""
    if settings.PARTNER_SECOND_FACTOR:
        return []
    return [
        Warning(
            "PARTNER_SECOND_FACTOR is no, so a password alone lets somebody report for an organisation.",
            hint="Leave PARTNER_SECOND_FACTOR unset. Where that cannot be, write down who has decided it and why.",
            id="tracker.W012",
        )
    ]


@register(Tags.security, deploy=True)
def secrets_are_secret(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for every secret, present or earlier, that others know or can guess."""
    named = {"SECRET_KEY": settings.SECRET_KEY}
    named |= {f"SECRET_KEY_FALLBACKS, number {i}": key for i, key in enumerate(settings.SECRET_KEY_FALLBACKS, 1)}
    return [
        Error(
            f"{name} is the one of development, has words in it or repeats itself, so it can be guessed.",
            hint="Make a new one: python3 -c 'import secrets; print(secrets.token_urlsafe(60))'.",
            id="tracker.E013",
        )
        for name, key in named.items()
        if key == settings.DEVELOPMENT_SECRET or " " in key or len(zlib.compress(key.encode())) < len(key) * 3 // 4
    ]


@register(Tags.security, deploy=True)
def proxies_are_counted(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning if visitors come by https, so through a proxy, but none is counted."""
    if settings.PROXIES or not settings.HTTPS:
        return []
    return [
        Warning(
            "HTTPS is on and PROXIES is 0, so all visitors behind the proxy count as one and share every limit.",
            hint="Set PROXIES to the number of proxies that add to X-Forwarded-For, mostly 1.",
            id="tracker.W014",
        )
    ]


@register(Tags.security, deploy=True)
def services_are_reached_safely(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning for every service on another machine that is spoken to without encryption."""
    return [
        Warning(
            f"{name} names a service on another machine that is reached without encryption.",
            hint=hint,
            id="tracker.W015",
        )
        for name, hint, is_open in _services()
        if is_open
    ]


def _services() -> Iterator[tuple[str, str, bool]]:
    """Every service: its setting, what to do, and whether it is spoken to in the open."""
    for alias, name in (("default", "DATABASE_URL"), ("replica", "REPLICA_URL")):
        described = settings.DATABASES.get(alias, {})
        mode = described.get("OPTIONS", {}).get("sslmode", "")
        is_far = described.get("ENGINE", "").endswith("postgresql") and _is_far(described.get("HOST", ""))
        yield name, "Add ?sslmode=verify-full to the address.", is_far and mode not in ("verify-ca", "verify-full")
    parts = urlsplit(str(settings.CACHES["default"].get("LOCATION", "")))
    yield "CACHE_URL", "Use rediss:// in place of redis://.", parts.scheme == "redis" and _is_far(parts.hostname or "")
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    yield "EMAIL_URL", "Use smtp+tls:// or smtp+ssl://.", _is_far(settings.EMAIL_HOST) and not encrypted
    files = settings.STORAGES["default"].get("OPTIONS", {}).get("endpoint_url", "")
    parts = urlsplit(files)
    yield "FILES_URL", "Use s3:// in place of s3+http://.", parts.scheme == "http" and _is_far(parts.hostname or "")


def _is_far(host: str) -> bool:
    """Whether a host is another machine; an empty one and a path are sockets of this one."""
    return bool(host) and not host.startswith("/") and host not in ("localhost", "127.0.0.1", "::1")
