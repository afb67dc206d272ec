"""The pages of /konto/ that are ours: own data, set-up of the second factor, sessions, invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tracker import access, days, workflow
from tracker.accounts.adapters import display_name, home_of
from tracker.accounts.devices import device
from tracker.accounts.factors import factors_of, has_second_factor
from tracker.accounts.forms import InvitationForm, OwnDataForm
from tracker.models import Account, Invitation, Mandate
from tracker.tokens import open_invitation


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Account


@dataclass(frozen=True)
class OwnSession:
    """One of a person's sessions as the page shows it."""

    pk: int
    device: str
    address: str
    since: datetime
    is_this: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """The own page: data, organisations, factors, sessions."""
    person = request.user
    form = OwnDataForm(
        request.POST or None,
        initial={"first_name": person.first_name, "last_name": person.last_name, "language": person.language},
    )
    if request.method == "POST" and form.is_valid():
        workflow.edit_own_data(person, actor=workflow.actor_of(person), **form.cleaned_data)
        messages.success(request, _("Your data have been saved."))
        return redirect("accounts:account")
    context = {
        "form": form,
        "person": person,
        "home": home_of(person),
        "mandates": Mandate.objects.in_force(on=days.today()).filter(account=person).select_related("partner"),
        "factors": factors_of(person),
        "needs_factor": access.needs_second_factor(person),
        "session_count": len(own_sessions(request)),
    }
    return render(request, "konto/account.html", context)


@login_required
def set_up(request: SignedInRequest) -> HttpResponse:
    """The choice between app and passkey for somebody who needs a second factor and has none."""
    if has_second_factor(request.user):
        return redirect(home_of(request.user))
    return render(request, "konto/set_up.html", {"needs_factor": access.needs_second_factor(request.user)})


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """On to where this person works."""
    return redirect(home_of(request.user))


@login_required
def second_factor(request: SignedInRequest) -> HttpResponse:
    """All second factors of the account, with the ways to change them."""
    context = {"factors": factors_of(request.user), "needs_factor": access.needs_second_factor(request.user)}
    return render(request, "konto/second_factor.html", context)


@login_required
def sessions(request: SignedInRequest) -> HttpResponse:
    """The own sessions, each with a button to end it."""
    return render(request, "konto/sessions.html", {"sessions": own_sessions(request)})


@login_required
@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one of the own sessions; ending the present one signs out."""
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if session is None:
        raise Http404
    if session.session_key == request.session.session_key:
        session.delete()
        logout(request)
        return redirect("accounts:sign_in")
    session.end()
    messages.success(request, _("The session has been ended."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End all own sessions but the present one."""
    for session in UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key):
        session.end()
    messages.success(request, _("All other sessions have been ended."))
    return redirect("accounts:sessions")


def own_sessions(request: SignedInRequest) -> list[OwnSession]:
    """The living sessions of a person, the present one first."""
    rows = UserSession.objects.purge_and_list(request.user)
    found = [
        OwnSession(
            pk=row.pk,
            device=device(row.user_agent),
            address=row.ip,
            since=timezone.localtime(row.created_at),
            is_this=row.session_key == request.session.session_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda session: (not session.is_this, -session.since.timestamp()))


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take up an invitation: name, password, and on to the second factor."""
    found = open_invitation(token, at=timezone.now())
    if found is None:
        return _no_invitation(request)
    invited = found.account
    form = InvitationForm(
        request.POST or None,
        account=invited,
        initial={"first_name": invited.first_name, "last_name": invited.last_name},
    )
    if request.method == "POST" and form.is_valid():
        return _take_up(request, found, form)
    mandates = Mandate.objects.in_force(on=days.today()).filter(account=invited).select_related("partner")
    other = request.user if request.user.is_authenticated and request.user != invited else None
    context = {
        "form": form,
        "invited": invited,
        "mandates": mandates,
        "reports": access.is_reporter(invited),
        "until": days.berlin_day(found.expires_at),
        "other": display_name(other) if isinstance(other, Account) else "",
    }
    return render(request, "konto/invitation.html", context)


def _take_up(request: HttpRequest, found: Invitation, form: InvitationForm) -> HttpResponseBase:
    data = form.cleaned_data
    try:
        person = workflow.take_up_invitation(
            found,
            password=data["password1"],
            first_name=data["first_name"],
            last_name=data["last_name"],
            actor=workflow.actor_of(found.account),
        )
    except ValidationError:
        # Sent twice, and the first one won.
        return _no_invitation(request)
    if request.user.is_authenticated:
        logout(request, show_message=False)
    # Who has just chosen the password need not enter it again to set up the second factor.
    record_authentication(request, person, method="password", email=person.email, reauthenticated=True)
    return perform_login(request, Login(user=person, email=person.email))


def _no_invitation(request: HttpRequest) -> HttpResponse:
    return render(request, "konto/no_invitation.html", status=410)
