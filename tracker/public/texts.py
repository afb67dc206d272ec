"""The pages whose text the operator writes: legal matters, accessibility, plain language, sign language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.models import PageText
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import reverse_or_none
from tracker.pages.textmarkup import inline, markup
from tracker.public._common import present_only
from tracker.public._tested import BROWSER, OPEN, TESTED, TESTED_ON
from tracker.site import site
from tracker.vocabulary import PageKey


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page as it is shown; `body` is empty while nobody has written it."""

    title: str
    body: SafeString
    foreign: bool
    """Whether it is German on a page in another language."""
    reviewed_on: date | None


def text_of(key: PageKey) -> Text:
    """The text of a page in the language of the page, else in German; one query."""
    written = PageText.written(key)
    text = written.get(get_language() or settings.LANGUAGE_CODE) or written.get(settings.LANGUAGE_CODE)
    if text is None:
        return Text(str(key.label), SafeString(""), foreign=False, reviewed_on=None)
    return Text(str(key.label), markup(text.body), text.language != get_language(), text.reviewed_on)


def page(request: PublicRequest, key: PageKey, template: str = "texts/text.html", **more: object) -> HttpResponse:
    """A page with its text, or with a sentence that it is missing; only development tells where to write it."""
    text = text_of(key)
    context = {
        "text": text,
        "crumbs": [(_("Overview"), reverse_or_none("public:overview")), (text.title, "")],
        "developing": settings.DEBUG,
        "write_url": reverse_or_none("admin:tracker_pagetext_add"),
        **more,
    }
    return render(request, template, context)


@public_page
@present_only
def imprint(request: PublicRequest) -> HttpResponse:
    """Show who runs the site."""
    return page(request, PageKey.IMPRINT)


@public_page
@present_only
def privacy(request: PublicRequest) -> HttpResponse:
    """Show the operator's text, and below it what becomes of personal data by the settings in force."""
    return page(request, PageKey.PRIVACY, "texts/privacy.html", privacy=site().privacy)


@public_page
@present_only
def easy_language(request: PublicRequest) -> HttpResponse:
    """Show the site explained in plain language."""
    return page(request, PageKey.PLAIN_LANGUAGE)


@public_page
@present_only
def sign_language(request: PublicRequest) -> HttpResponse:
    """Show the site explained in sign language."""
    return page(request, PageKey.SIGN_LANGUAGE)


@public_page
@present_only
def accessibility(request: PublicRequest) -> HttpResponse:
    """Show the operator's own words, and below them the statement made from the settings and the record of tests."""
    missing = [key.label for key in PageText.missing() if key in (PageKey.PLAIN_LANGUAGE, PageKey.SIGN_LANGUAGE)]
    return page(
        request,
        PageKey.ACCESSIBILITY,
        "texts/accessibility.html",
        conciliation=inline(str(site().conciliation)),
        tested=TESTED,
        tested_on=TESTED_ON,
        browser=BROWSER,
        open=OPEN,
        missing=missing,
    )
