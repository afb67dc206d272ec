"""The pages and files of the balances: what is published for everybody, drafts for the editors alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker import access
from tracker.balance.document import Document, from_data
from tracker.models import BalanceReport
from tracker.pages.http import PublicRequest, public_page

MAX_SLUG = 80
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@public_page
def balances(request: PublicRequest) -> HttpResponse:
    """All published balances, the latest first."""
    rows = access.public_balances().newest_first().select_related("agreement", "round__agreement").defer("document")
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Interim balances"), "")],
        "balances": list(rows),
    }
    return render(request, "bilanz/list.html", context)


@public_page
def balance(request: PublicRequest, slug: str) -> HttpResponse:
    """One published balance, from what was frozen when it was built."""
    found = _published(slug)
    return render(request, "bilanz/detail.html", _context(found, from_data(found.document or {})))


@public_page
def balance_file(request: PublicRequest, slug: str, kind: str) -> HttpResponseBase:
    """The PDF or DOCX of a published balance; 404 where there is none."""
    return _file(_published(slug), kind)


@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """A balance as the editors read it before it is published; for others there is nothing here."""
    found = _for_editors(request, number)
    if not found.is_built:
        raise Http404
    context = {**_context(found, from_data(found.document or {})), "preview": True}
    answer = render(request, "bilanz/detail.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_safe
def draft_file(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """The PDF or DOCX of a balance that is not published, for the editors."""
    answer = _file(_for_editors(request, int(number)), kind)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _published(slug: str) -> BalanceReport:
    found = None
    if len(slug) <= MAX_SLUG and "\x00" not in slug:
        rows = access.public_balances().select_related("agreement", "round__agreement")
        found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _for_editors(request: HttpRequest, number: int) -> BalanceReport:
    found = access.balances_for(request.user).filter(pk=number).first() if number < 2**62 else None
    if found is None:
        raise Http404
    return found


def _context(found: BalanceReport, document: Document) -> dict[str, Any]:
    return {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Interim balances"), reverse("balance:balances")),
            (document.title, ""),
        ],
        "balance": found,
        "document": document,
        "as_of_day": date.fromisoformat(document.day),
    }


def _file(found: BalanceReport, kind: str) -> HttpResponseBase:
    file = found.pdf if kind == "pdf" else found.docx
    if not file:
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(opened, filename=f"{found.slug}.{kind}", content_type=TYPES[kind], as_attachment=kind != "pdf")
