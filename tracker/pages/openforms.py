"""Forms that everybody may send, without a cookie (design section 6).

Instead of a CSRF cookie: the browser says the form comes from this site, a signed time stamp says when it was opened,
a field that people do not see stays empty, and one address sends only so much in an hour.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from tracker.pages.errors import not_allowed
from tracker.pages.forms import KernFormMixin

MIN_SECONDS = 3
MAX_SECONDS = 24 * 60 * 60
STAMP = "tracker.open_form"

View = Callable[..., HttpResponseBase]


def open_form(view: View) -> View:
    """Answer GET, HEAD and POST without a cookie and never from a store; a POST from another site is refused."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "POST"):
            return not_allowed(request, ["GET", "HEAD", "POST"])
        if request.method == "POST" and not comes_from_here(request):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    # Django's own protection needs a cookie, and anonymous visits get none; the check of the origin stands in for it.
    return csrf_exempt(answer)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent this request; one that says nothing is not believed."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin in own


def address_of(request: HttpRequest) -> str:
    """The address a request comes from, as the proxies in front tell it."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return direct
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return told[-settings.PROXIES] if len(told) >= settings.PROXIES else direct


def page_before(request: HttpRequest) -> str:
    """The page of this site from which somebody came, without the host; empty if it is not known."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or before.path == request.path:
        return ""
    return before.path + (f"?{before.query}" if before.query else "")


def one_line(text: str) -> None:
    """Raise if a text holds a sign that does not belong in one line, such as a line break."""
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text):
        raise ValidationError(_("Write this in one line, without control characters."))


class OpenForm(KernFormMixin, forms.Form):
    """A form for everybody: subclasses add fields; `renew()` makes a form that was refused ready to be sent again."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    leave_empty = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = new_stamp()

    def clean_stamp(self) -> str:
        """Refuse a form that was sent faster than anybody writes, or opened more than a day ago."""
        stamp = str(self.cleaned_data["stamp"])
        signer = signing.TimestampSigner(salt=STAMP)
        try:
            signer.unsign(stamp, max_age=MAX_SECONDS)
        except signing.BadSignature:
            raise ValidationError(
                _("The form has expired, it holds for 24 hours. It is renewed now, please send it once more."),
                code="old",
            ) from None
        try:
            signer.unsign(stamp, max_age=MIN_SECONDS)
        except signing.SignatureExpired:
            return stamp
        raise ValidationError(_("That was very fast. Please read it once more and send it again."), code="fast")

    def clean_leave_empty(self) -> str:
        """Refuse what only a machine fills in; said in words, for the case that a browser filled it in."""
        if self.cleaned_data["leave_empty"]:
            raise ValidationError(
                _("A field that must stay empty was filled in. It is empty again, please send it once more.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        """Say nothing of the haste where something else is wrong anyway: it is sent a second time in any case."""
        if len(self.errors) > 1 and self.has_error("stamp", "fast"):
            del self.errors["stamp"]
        return self.cleaned_data

    def renew(self) -> None:
        """Keep everything that was entered, but empty the field that stays empty and stamp anew what was too old."""
        entered = {name: self.data[name] for name in self.data} | {"leave_empty": ""}
        if self.has_error("stamp") and not self.has_error("stamp", "fast"):
            entered["stamp"] = new_stamp()
        self.data = entered


def new_stamp() -> str:
    """A signed word that tells when a form was opened."""
    return signing.TimestampSigner(salt=STAMP).sign("form")
