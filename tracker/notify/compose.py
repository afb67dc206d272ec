"""The words of a mail, in the language of its reader, made from codes and numbers when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from tracker import days
from tracker.models import Contribution, Invitation, OutboxMail, Partner, ReportingRound, StatusReport
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text
from tracker.tokens import invitation_token
from tracker.vocabulary import NoticeKind

Attachment = tuple[str, bytes, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to be sent."""

    subject: str
    text: str
    html: str
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a mail: the commitment in words, what is said of it, and where to act."""

    title: str
    code: str
    note: str
    url: str


def compose(rows: Sequence[OutboxMail]) -> Letter:
    """The one mail that tells of these rows, all of one person and kind."""
    kind = NoticeKind(rows[0].kind)
    with translation.override(rows[0].recipient.language):
        subject, context = _MAKERS[kind](rows)
        context |= {"recipient": rows[0].recipient, "site": site(), "subject": subject}
        name = _TEMPLATES.get(kind, "items")
        text = render_to_string(f"mail/{name}.txt", context)
        html = render_to_string(f"mail/{name}.html", context)
    return Letter(subject=" ".join(subject.split()), text=text, html=html)


def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return f"{site().url}{path}"


def _form_url(contribution: Contribution) -> str:
    return absolute(reverse("portal:report", args=[contribution.pk]))


def _contributions(rows: Sequence[OutboxMail]) -> list[tuple[OutboxMail, Contribution]]:
    found = Contribution.objects.select_related("commitment", "partner", "reporter").in_bulk(
        [row.facts["contribution"] for row in rows]
    )
    pairs = [(row, found[row.facts["contribution"]]) for row in rows if row.facts["contribution"] in found]
    return sorted(pairs, key=lambda pair: (pair[1].asked_due_on is None, pair[1].asked_due_on, pair[1].pk))


def _reports(rows: Sequence[OutboxMail]) -> list[StatusReport]:
    wanted = [row.facts["report"] for row in rows]
    return list(
        StatusReport.objects.filter(pk__in=wanted)
        .select_related("commitment", "contribution__partner", "contribution__reporter")
        .order_by("submitted_at", "pk")
    )


def _reminder(rows: Sequence[OutboxMail]) -> tuple[str, dict[str, Any]]:
    items = [
        Item(item.commitment.title, item.commitment.code, _due_note(item, row.facts["step"]), _form_url(item))
        for row, item in _contributions(rows)
    ]
    subject = ngettext("%d report is asked for", "%d reports are asked for", len(items)) % len(items)
    lead = _("Please report on these contributions. Each link leads to its form, after you have signed in.")
    return subject, {"items": items, "lead": lead, "list_url": absolute(reverse("portal:home"))}


def _due_note(contribution: Contribution, step: int) -> str:
    day = _day(contribution.asked_due_on)
    if step > 0:
        return ngettext("was due on %(day)s, %(count)d day ago", "was due on %(day)s, %(count)d days ago", step) % {
            "day": day,
            "count": step,
        }
    return _("due on %s") % day


def _day(value: date | datetime | None) -> str:
    return day_text(days.berlin_day(value) if isinstance(value, datetime) else value)


def _deputy_reminder(rows: Sequence[OutboxMail]) -> tuple[str, dict[str, Any]]:
    items = [
        Item(
            item.commitment.title,
            item.commitment.code,
            f"{item.reporter}: {_due_note(item, row.facts['step'])}",
            _form_url(item),
        )
        for row, item in _contributions(rows)
    ]
    subject = ngettext("%d report has not come", "%d reports have not come", len(items)) % len(items)
    lead = _("These reports are late. You read this as deputy or as editor.")
    return subject, {"items": items, "lead": lead, "list_url": absolute(reverse("portal:home"))}


def _review_queue(rows: Sequence[OutboxMail]) -> tuple[str, dict[str, Any]]:
    items = [
        Item(
            report.commitment.title,
            report.commitment.code,
            _("submitted on %s") % _day(report.submitted_at),
            absolute(reverse("admin:review_report", args=[report.pk])),
        )
        for report in _reports(rows)
    ]
    subject = ngettext("%d report waits for review", "%d reports wait for review", len(items)) % len(items)
    return subject, {"items": items, "lead": _("A slow review never makes a partner late, but it keeps it waiting.")}


def _about_reports(subject_one: str, lead: str) -> Callable[[Sequence[OutboxMail]], tuple[str, dict[str, Any]]]:
    """A maker for mails that tell reporters what happened to their reports; the texts are msgids."""

    def make(rows: Sequence[OutboxMail]) -> tuple[str, dict[str, Any]]:
        items = [
            Item(
                report.commitment.title,
                report.commitment.code,
                str(report.contribution.partner) if report.contribution else "",
                _form_url(report.contribution) if report.contribution else absolute(reverse("portal:home")),
            )
            for report in _reports(rows)
        ]
        return _(subject_one), {"items": items, "lead": _(lead), "list_url": absolute(reverse("portal:home"))}

    return make


def _round_opened(rows: Sequence[OutboxMail]) -> tuple[str, dict[str, Any]]:
    asked = ReportingRound.objects.select_related("agreement").get(pk=rows[0].facts["round"])
    partners = Partner.objects.filter(pk__in=[row.facts["partner"] for row in rows])
    wanted = asked.contributions.filter(reporter__in=partners).select_related("commitment")
    items = [Item(item.commitment.title, item.commitment.code, "", _form_url(item)) for item in wanted]
    lead = _("%(round)s: please report on these contributions by %(day)s.") % {
        "round": asked.title,
        "day": _day(asked.due_on),
    }
    subject = _("Reporting round opened: %s") % asked.title
    return subject, {"items": items, "lead": lead, "list_url": absolute(reverse("portal:home"))}


def _invitation(rows: Sequence[OutboxMail]) -> tuple[str, dict[str, Any]]:
    invitation = Invitation.objects.select_related("account").get(pk=rows[-1].facts["invitation"])
    partners = [mandate.partner for mandate in invitation.account.mandates.select_related("partner")]
    url = absolute(reverse("accounts:invitation", args=[invitation_token(invitation)]))
    return _("Your account: %s") % site().name, {"invitation": invitation, "partners": partners, "url": url}


_TEMPLATES = {NoticeKind.INVITATION: "invitation"}
_MAKERS: dict[NoticeKind, Callable[[Sequence[OutboxMail]], tuple[str, dict[str, Any]]]] = {
    NoticeKind.INVITATION: _invitation,
    NoticeKind.REMINDER: _reminder,
    NoticeKind.DEPUTY_REMINDER: _deputy_reminder,
    NoticeKind.REVIEW_QUEUE: _review_queue,
    NoticeKind.RETURNED: _about_reports(
        gettext_noop("A report was returned"),
        gettext_noop("The review asks for more. Its comments stand at the form."),
    ),
    NoticeKind.ACCEPTED: _about_reports(
        gettext_noop("A report was accepted"),
        gettext_noop("Thank you. Nothing more is needed for these reports."),
    ),
    NoticeKind.ASSESSED: _about_reports(
        gettext_noop("A report was assessed differently"),
        gettext_noop(
            "The review assesses the status differently from your report. You may reply in public; until then, or "
            "until the hearing period ends, nothing is published."
        ),
    ),
    NoticeKind.ENTERED: _about_reports(
        gettext_noop("This is how we recorded your report"),
        gettext_noop("The editors entered what you sent by mail. Please check it; you may object."),
    ),
    NoticeKind.ROUND_OPENED: _round_opened,
    NoticeKind.REPORT_REVOKED: _about_reports(
        gettext_noop("An accepted report was withdrawn"),
        gettext_noop("The review has withdrawn these reports. The reason stands beside them; you may report anew."),
    ),
    NoticeKind.WISH_ANSWERED: _about_reports(
        gettext_noop("Your wish was decided"),
        gettext_noop("The editors have decided on what you wished with these reports. The answer stands beside them."),
    ),
}
