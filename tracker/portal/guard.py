"""Who may enter the reporting area: people who are signed in; what was typed before a lost session is kept for them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import Any, Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tracker import access, days, workflow
from tracker.models import Account, Contribution
from tracker.pages.openforms import address_of
from tracker.vocabulary import Kind

KEPT = "portal_kept"
KEPT_LIMIT = 100_000


class PortalRequest(HttpRequest):
    """A request of somebody who is signed in; `day` is today in Berlin."""

    user: Account
    day: date


View = Callable[Concatenate[PortalRequest, ...], HttpResponseBase]


def portal_page(*methods: str, keeps_text: bool = False) -> Callable[[View], View]:
    """Decorate a page of the reporting area: visitors sign in first, nothing is stored on the way.

    With `keeps_text` what a visitor sent after the session was lost waits in the session and is there after signing in.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if keeps_text and request.method == "POST":
                    _keep(request)
                return redirect_to_login(request.get_full_path())
            request.day = days.today()
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store, private"
            return response

        return cast(View, require_http_methods(["GET", "HEAD", *methods])(answer))

    return decorate


def _keep(request: HttpRequest) -> None:
    """Let what was sent wait in the session; from one address only so often, for anybody can send it."""
    text = request.POST.urlencode()
    if len(text) <= KEPT_LIMIT and workflow.use_form(address_of(request), at=timezone.now()):
        request.session[KEPT] = {"path": request.path, "text": text}


def kept_text(request: HttpRequest) -> QueryDict | None:
    """What this visitor sent to this page before signing in again, once; None if there is nothing."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["text"], mutable=True)


def own_contribution(request: PortalRequest, pk: int) -> Contribution:
    """A contribution that an organisation of this person reports for; all others do not exist for it (404)."""
    found = access.own_contributions(request.user, on=request.day).filter(pk=pk).first()
    if found is None or found.commitment.kind == Kind.POSITION:
        raise Http404
    return found


def may_report(request: PortalRequest) -> bool:
    """Whether this person may report and not only read."""
    return access.is_reporter(request.user)


def refuse_reader(request: PortalRequest) -> HttpResponse:
    """The answer 403 to somebody who may only read, in words."""
    return render(request, "portal/readers_only.html", status=403)


def refuse_without_organisation(request: PortalRequest) -> HttpResponse:
    """The answer 403 to somebody who acts for no organisation, in words."""
    return render(request, "portal/no_organisation.html", status=403)
