"""What the shell of every page needs: the site's names, the day, the revision, the menu, the other language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from tracker import days
from tracker.pages import navigation
from tracker.pages.subscriptions import subscriptions
from tracker.site import site as public_site
from tracker.templatetags.tracker_tags import record_lang


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/base.html; it asks the database nothing: views hand over `request.revision`."""
    site = public_site()
    other_url = navigation.in_other_language(request)
    return {
        "site": site,
        "banner": banner(str(site.banner)),
        "day": getattr(request, "day", None) or days.today(),
        "revision_number": getattr(request, "revision", None),
        "menu": navigation.links(navigation.MENU, request.path),
        "service": navigation.links(navigation.SERVICE, request.path),
        "help_links": navigation.links(navigation.HELP, request.path),
        "legal": navigation.links(navigation.LEGAL, request.path),
        "home_url": navigation.language_root(get_language() or settings.LANGUAGE_CODE),
        "canonical_url": f"{site.url}{request.path}",
        "other_language": navigation.other_language(),
        "other_language_url": other_url,
        "record_lang": record_lang(),
        "subscriptions": subscriptions(request),
    }


def banner(text: str) -> tuple[str, str]:
    """The banner as its first sentence, which is set in bold, and the rest."""
    first, stop, rest = text.strip().partition(". ")
    return (f"{first}{stop}".strip(), rest)
