"""The words of a mail, in the language of its reader, made from codes and numbers when it is sent.

A mail is a digest: everything one person is to read, in sections by matter, within them by organisation where there
are several. An invitation is a mail by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import access, days, sheets
from tracker.models import Contribution, Invitation, OutboxMail, Partner, ReportingRound, StatusReport, Wish
from tracker.notify.relevance import still_asked
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text
from tracker.tokens import invitation_token
from tracker.vocabulary import NoticeKind, WishKind

Attachment = tuple[str, bytes, str]
SUBJECTS = 2
"""How many matters a subject names before it says that there is more."""


class NothingToTell(LookupError):
    """What rows of the outbox are about does not exist any more."""


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


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one organisation; without name where the mail is about one organisation only."""

    name: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Section:
    """One matter of a mail: its heading, which is also the subject, what to do, and the items."""

    heading: str
    lead: str
    groups: list[Group]
    list_url: str = ""
    list_label: str = ""


def compose(rows: Sequence[OutboxMail]) -> Letter:
    """The one mail that tells of these rows of one person; raises `NothingToTell` if what they are about is gone."""
    recipient = rows[0].recipient
    with translation.override(recipient.language):
        attachments = _tables(rows)
        context: dict[str, Any] = {"recipient": recipient, "site": site(), "has_table": bool(attachments)}
        if rows[0].kind == NoticeKind.INVITATION:
            template, subject = "invitation", _("Your account")
            context |= _invitation(rows)
        else:
            template, sections = "digest", _sections(rows)
            if not sections:
                raise NothingToTell
            subject = _subject(sections)
            context |= {"sections": sections}
        subject = " ".join(f"{site().name}: {subject}".split())
        context["subject"] = subject
        text = render_to_string(f"mail/{template}.txt", context)
        html = render_to_string(f"mail/{template}.html", context)
    return Letter(subject=subject, text=text, html=html, attachments=attachments)


def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return f"{site().url}{path}"


def _tables(rows: Sequence[OutboxMail]) -> list[Attachment]:
    """The table of what the organisations have to report that these rows remind of; none where nothing is open."""
    asked = [row.facts["contribution"] for row in rows if row.kind == NoticeKind.REMINDER]
    opened = [row.facts["partner"] for row in rows if row.kind == NoticeKind.ROUND_OPENED]
    if not asked and not opened:
        return []
    wanted = Q(pk__in=opened) | Q(pk__in=Contribution.objects.filter(pk__in=asked).values("reporter"))
    table = sheets.attachment(Partner.objects.filter(wanted).order_by("sort_key"), days.today())
    return [table] if table else []


def _subject(sections: Sequence[Section]) -> str:
    named = "; ".join(section.heading for section in sections[:SUBJECTS])
    return named if len(sections) <= SUBJECTS else _("%s; and more") % named


def _sections(rows: Sequence[OutboxMail]) -> list[Section]:
    """The matters of these rows, the most urgent first."""
    by_kind: dict[str, list[OutboxMail]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    found: list[Section] = []
    for kind, make in _MAKERS.items():
        if kind in by_kind:
            found.extend(section for section in make(by_kind[kind]) if section.groups)
    return found


def _grouped(items: Iterable[tuple[Partner | None, Item]]) -> list[Group]:
    """Items by organisation; the organisations are named where there are several."""
    found: dict[Partner | None, list[Item]] = {}
    for partner, item in items:
        found.setdefault(partner, []).append(item)
    if len(found) == 1:
        return [Group("", only) for only in found.values()]
    ordered = sorted(found, key=lambda partner: partner.sort_key if partner else "")
    return [Group(partner.name if partner else _("Without organisation"), found[partner]) for partner in ordered]


def _day(value: date | datetime | None) -> str:
    return day_text(days.berlin_day(value) if isinstance(value, datetime) else value)


def _own_list() -> dict[str, str]:
    return {"list_url": absolute(reverse("portal:home")), "list_label": _("All your contributions:")}


def _form_url(contribution: Contribution) -> str:
    return absolute(reverse("portal:report", args=[contribution.pk]))


def _for_whom(contribution: Contribution) -> str:
    """For which partner a report is, where it is not the reporting organisation itself."""
    if contribution.reporter_id == contribution.partner_id:
        return ""
    return _("Contribution of %s") % contribution.partner.name


def _note(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _contributions(rows: Sequence[OutboxMail]) -> list[tuple[OutboxMail, Contribution]]:
    """The rows with their contributions, each once, by due day; what was deleted is left out."""
    found = Contribution.objects.select_related("commitment", "partner", "reporter").in_bulk(
        [row.facts["contribution"] for row in rows]
    )
    once = {row.facts["contribution"]: row for row in rows}
    pairs = [(row, found[key]) for key, row in once.items() if key in found]
    return sorted(pairs, key=lambda pair: (pair[1].asked_due_on or date.max, pair[1].commitment.sort_key, pair[1].pk))


def _due_note(contribution: Contribution) -> str:
    """When the report is or was due, as of the day on which the mail goes out."""
    due_on, today = contribution.asked_due_on, days.today()
    if due_on is None:
        return ""
    past = (today - due_on).days
    if past > 0:
        words = ngettext("was due on %(day)s, %(count)d day ago", "was due on %(day)s, %(count)d days ago", past)
        return words % {"day": _day(due_on), "count": past}
    return _("due today, on %s") % _day(due_on) if past == 0 else _("due on %s") % _day(due_on)


def _reminder(rows: Sequence[OutboxMail]) -> list[Section]:
    pairs = _contributions(rows)
    items = [
        (
            item.reporter,
            Item(
                item.commitment.title,
                item.commitment.code,
                _note(_due_note(item), _for_whom(item)),
                _form_url(item),
            ),
        )
        for _row, item in pairs
    ]
    late = bool(items) and all(item.asked_due_on and item.asked_due_on < days.today() for _row, item in pairs)
    heading = (
        ngettext("%d report has not come", "%d reports have not come", len(items))
        if late
        else ngettext("%d report is asked for", "%d reports are asked for", len(items))
    ) % len(items)
    lead = _("Please report on these contributions. Each link leads to its form, after you have signed in.")
    return [Section(heading, lead, _grouped(items), **_own_list())]


def _deputy_reminder(rows: Sequence[OutboxMail]) -> list[Section]:
    for_staff = access.is_staff(rows[0].recipient)
    items = []
    for row, item in _contributions(rows):
        reporter = item.reporter.name if item.reporter else ""
        url = _round_url(row.facts["round"]) if for_staff else _form_url(item)
        note = _note(reporter, _due_note(item))
        items.append((None, Item(item.commitment.title, item.commitment.code, note, url)))
    heading = ngettext("%d report has not come", "%d reports have not come", len(items)) % len(items)
    lead = (
        _("These reports are late, or nobody can be reminded of them. You read this as editor.")
        if for_staff
        else _("These reports have not come. You read this as deputy; you can report as well.")
    )
    return [Section(heading, lead, _grouped(items), **({} if for_staff else _own_list()))]


def _round_url(pk: int) -> str:
    return absolute(reverse("admin:tracker_reportinground_change", args=[pk]))


def _reports(rows: Sequence[OutboxMail]) -> list[StatusReport]:
    """The reports that rows tell of, each once, in the order in which they were handed in."""
    return list(
        StatusReport.objects.filter(pk__in={row.facts["report"] for row in rows}, contribution__isnull=False)
        .select_related("commitment", "contribution__partner", "contribution__reporter")
        .order_by("submitted_at", "pk")
    )


def _review_items(rows: Sequence[OutboxMail]) -> list[Item]:
    return [
        Item(
            report.commitment.title,
            report.commitment.code,
            _note(_of_contribution(report).partner.name, _("submitted on %s") % _day(report.submitted_at)),
            absolute(reverse("admin:review_report", args=[report.pk])),
        )
        for report in _reports(rows)
    ]


def _objections(rows: Sequence[OutboxMail]) -> list[Section]:
    items = _review_items(rows)
    heading = ngettext("%d objection to an entered report", "%d objections to entered reports", len(items)) % len(items)
    lead = _("A partner says that its mail was entered wrongly. What it says stands at the report.")
    return [Section(heading, lead, _grouped((None, item) for item in items))]


def _review_queue(rows: Sequence[OutboxMail]) -> list[Section]:
    items = _review_items(rows)
    heading = ngettext("%d report waits for review", "%d reports wait for review", len(items)) % len(items)
    lead = _("A slow review never makes a partner late, but it keeps it waiting.")
    return [Section(heading, lead, _grouped((None, item) for item in items))]


def _of_contribution(report: StatusReport) -> Contribution:
    assert report.contribution is not None  # noqa: S101  (reports of partners have one; `_reports` asks for it)
    return report.contribution


def _about_reports(words: Callable[[int], tuple[str, str]], note: Callable[[StatusReport], str] | None = None) -> Any:
    """A maker for sections that tell reporters what happened to their reports."""

    def make(rows: Sequence[OutboxMail]) -> list[Section]:
        items = []
        for report in _reports(rows):
            part = _of_contribution(report)
            said = _note(note(report) if note else "", _for_whom(part))
            items.append((part.reporter, Item(report.commitment.title, report.commitment.code, said, _form_url(part))))
        heading, lead = words(len(items))
        return [Section(heading, lead, _grouped(items), **_own_list())]

    return make


def _returned(n: int) -> tuple[str, str]:
    heading = ngettext("%d report was returned", "%d reports were returned", n) % n
    return heading, _("The review asks for more. Its comments stand at the form.")


def _accepted(n: int) -> tuple[str, str]:
    heading = ngettext("%d report was accepted", "%d reports were accepted", n) % n
    return heading, _("Thank you. Nothing more is needed for these reports.")


def _assessed(n: int) -> tuple[str, str]:
    heading = ngettext("%d report was assessed differently", "%d reports were assessed differently", n) % n
    return heading, _(
        "The review assesses the status differently from your report. You may reply in public, once; until then, or "
        "until the hearing period ends, nothing of it is published."
    )


def _hearing_end(report: StatusReport) -> str:
    if report.publish_at is None or report.published_at is not None:
        return ""
    return _("will be published on %s") % _day(report.publish_at)


def _entered(n: int) -> tuple[str, str]:
    heading = ngettext("This is how we recorded your report", "This is how we recorded %d of your reports", n)
    heading = heading % n if "%d" in heading else heading
    return heading, _("The editors entered what you sent by mail. Please check it; you may object.")


def _revoked(n: int) -> tuple[str, str]:
    heading = ngettext("%d accepted report was withdrawn", "%d accepted reports were withdrawn", n) % n
    return heading, _("It does not count any more. The reason is public. You can report anew at the form.")


def _revoked_reason(report: StatusReport) -> str:
    return _("Reason: %s") % report.revoked_reason


def _wishes(rows: Sequence[OutboxMail]) -> list[Section]:
    found = Wish.objects.filter(pk__in={row.facts.get("wish") for row in rows}).select_related(
        "report__commitment", "report__contribution__partner", "report__contribution__reporter"
    )
    items = []
    for wish in found.order_by("pk"):
        part = _of_contribution(wish.report)
        decided = f"{WishKind(wish.kind).label}: {wish.get_state_display()}"
        said = _note(decided, wish.answer, _for_whom(part))
        commitment = wish.report.commitment
        items.append((part.reporter, Item(commitment.title, commitment.code, said, _form_url(part))))
    heading = ngettext("%d wish was decided", "%d wishes were decided", len(items)) % len(items)
    lead = _("The editors have decided on what you asked for with your report.")
    return [Section(heading, lead, _grouped(items), **_own_list())]


def _openings(rows: Sequence[OutboxMail]) -> list[Section]:
    partners: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        partners[row.facts["round"]].add(row.facts["partner"])
    sections = []
    rounds = list(ReportingRound.objects.filter(pk__in=partners).order_by("due_on", "pk"))
    wanted = still_asked(rounds, on=days.today())
    for asked in rounds:
        items = [
            (
                item.reporter,
                Item(item.commitment.title, item.commitment.code, _for_whom(item), _form_url(item)),
            )
            for item in wanted[asked.pk]
            if item.reporter_id in partners[asked.pk]
        ]
        lead = ngettext(
            "%(round)s: please report on this contribution by %(day)s.",
            "%(round)s: please report on these contributions by %(day)s.",
            len(items),
        ) % {"round": asked.title, "day": _day(asked.due_on)}
        heading = _("Reporting round opened: %s") % asked.title
        sections.append(Section(heading, lead, _grouped(items), **_own_list()))
    return sections


def _invitation(rows: Sequence[OutboxMail]) -> dict[str, Any]:
    invitation = Invitation.objects.select_related("account").get(pk=rows[-1].facts["invitation"])
    mandates = invitation.account.mandates.in_force(on=days.today()).select_related("partner")
    url = absolute(reverse("accounts:invitation", args=[invitation_token(invitation)]))
    partners = [str(mandate.partner) for mandate in mandates]
    reports = access.is_reporter(invitation.account)
    return {"invitation": invitation, "partners": partners, "reports": reports, "url": url}


# In the order of urgency, which is that of the sections.
_MAKERS: dict[str, Callable[[Sequence[OutboxMail]], list[Section]]] = {
    NoticeKind.RETURNED: _about_reports(_returned),
    NoticeKind.REMINDER: _reminder,
    NoticeKind.ROUND_OPENED: _openings,
    NoticeKind.ASSESSED: _about_reports(_assessed, _hearing_end),
    NoticeKind.ENTERED: _about_reports(_entered),
    NoticeKind.REPORT_REVOKED: _about_reports(_revoked, _revoked_reason),
    NoticeKind.WISH_ANSWERED: _wishes,
    NoticeKind.OBJECTED: _objections,
    NoticeKind.DEPUTY_REMINDER: _deputy_reminder,
    NoticeKind.REVIEW_QUEUE: _review_queue,
    NoticeKind.ACCEPTED: _about_reports(_accepted),
}
