"""What stands in a balance: the document is put together from figures and sentences that the pages use as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tracker import access, days, workflow
from tracker.balance import chapters
from tracker.balance.document import Block, Document, Paragraph, Section, rich
from tracker.models import Agreement, BalanceReport, Revision
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import BalanceKind


@dataclass(frozen=True, slots=True)
class Computed:
    """A document with the day and revision it was computed for."""

    document: Document
    day: date
    revision: int


def compute(balance: BalanceReport) -> Computed:
    """Compute a balance, in German, as the record stands now; for a past day as known today.

    A draft reads the record as if reports handed in were accepted and all accepted ones public, and takes that back.
    """
    day = min(balance.day or days.today(), days.today())
    revision = Revision.current()
    with translation.override(settings.LANGUAGE_CODE):
        if not balance.with_unaccepted:
            return Computed(_document(balance, day, revision), day, revision)
        found: list[Document] = []
        ids = [agreement.pk for agreement in _agreements(balance, day)]
        pending = chapters.reports_handed_in(ids)
        with workflow.as_if_accepted(ids, actor=workflow.system_actor()):
            found.append(_document(balance, day, revision, pending))
        return Computed(found[0], day, revision)


def _agreements(balance: BalanceReport, day: date) -> list[Agreement]:
    """The agreements it is about, those signed by its day, the latest first."""
    rows = access.public_agreements().newest_first().filter(signed_on__lte=day)
    own = balance.whole_agreement
    return list(rows.filter(pk=own.pk) if own else rows)


def _document(
    balance: BalanceReport, day: date, revision: int, pending: dict[int, list[chapters.HandedIn]] | None = None
) -> Document:
    here = site()
    agreements = _agreements(balance, day)
    told = chapters.tell(
        agreements,
        day=day,
        comments=_comments(balance),
        asked=balance.round,
        last=lambda agreement: _last(balance, agreement, day),
        pending=pending,
    )
    alone = len(told) == 1
    opening: list[Block] = [note for chapter in told for note in chapter.opening] if alone else []
    foreword = _foreword(balance)
    sections = [Section("vorwort", _("Foreword"), 2, foreword)] if foreword else []
    for chapter in told:
        if alone:
            sections += chapter.sections(level=2)
        else:
            inner = chapter.sections(level=3)
            sections.append(Section(chapter.key, chapter.agreement.short_title, 2, list(chapter.opening), inner))
    sections.append(_method(balance, day, revision))
    return Document(
        title=balance.title,
        subtitle=_subtitle(balance, agreements, day),
        kind=str(BalanceKind(balance.kind).label),
        day=day.isoformat(),
        revision=revision,
        made_on=days.berlin_day(timezone.now()).isoformat(),
        publisher=str(here.operator or here.editor),
        site=str(here.name),
        url=here.url,
        licence=here.licence,
        licence_url=here.licence_url,
        draft_words=_("DRAFT – not approved") if balance.with_unaccepted else "",
        opening=opening,
        sections=sections,
        standings={chapter.agreement.slug: chapter.standings for chapter in told},
        deadlines={chapter.agreement.slug: chapter.deadlines for chapter in told},
        language=settings.LANGUAGE_CODE,
    )


def _subtitle(balance: BalanceReport, agreements: list[Agreement], day: date) -> str:
    words = {"day": day_text(day), "kind": BalanceKind(balance.kind).label}
    if balance.round:
        more = {"round": balance.round.title, "agreement": balance.round.agreement.short_title}
        return _("%(kind)s after the reporting round “%(round)s”, %(agreement)s, as of %(day)s") % {**words, **more}
    if len(agreements) == 1:
        return _("%(kind)s, %(agreement)s, as of %(day)s") % {**words, "agreement": agreements[0].short_title}
    return _("%(kind)s of all agreements, each by itself, as of %(day)s") % words


def _foreword(balance: BalanceReport) -> list[Block]:
    return [Paragraph(rich(" ".join(part.split()))) for part in balance.foreword.split("\n\n") if part.strip()]


def _comments(balance: BalanceReport) -> dict[int, str]:
    return dict(balance.comments.values_list("action_field_id", "text")) if balance.pk else {}


def _last(balance: BalanceReport, agreement: Agreement, day: date) -> chapters.Last | None:
    """The newest published balance of an earlier day that tells of this agreement."""
    earlier = access.public_balances().exclude(pk=balance.pk).filter(on_day__lt=day).order_by("-on_day", "-pk")
    for found in earlier:
        frozen = found.document or {}
        standings = frozen.get("standings", {}).get(agreement.slug)
        if standings is not None and found.on_day is not None:
            url = reverse("balance:balance", args=[found.slug])
            return chapters.Last(found.title, found.on_day, url, standings, frozen["deadlines"][agreement.slug])
    return None


def _method(balance: BalanceReport, day: date, revision: int) -> Section:
    """How it was counted, in a few sentences, and where all rules stand."""
    known = (
        _("Computed for %(day)s as known on %(today)s, revision %(revision)d.")
        if day < days.today()
        else _("Computed on %(day)s, revision %(revision)d.")
    ) % {"day": day_text(day), "today": day_text(days.today()), "revision": revision}
    sentences = [
        known,
        _("Counts are made for each agreement and never across agreements. Every count names its denominator."),
        _("Measures are counted; targets stand apart; declarations without a commitment of their own are not counted."),
        _(
            "The status of a measure follows from those of its required contributions, by the newest fact that is"
            " published and has a source. The signing itself is no evidence."
        ),
        _(
            "“Status not known” means that nothing has been established from which a status follows. It does not mean"
            " that nothing has happened."
        ),
        _("A deadline counts as passed only where the text of the agreement itself names it."),
        _("Partners are not ranked. The rows of the table by partner overlap and are not added up."),
        _("The numbers are frozen as they were computed; the links lead to the table as known when it is opened."),
    ]
    if balance.with_unaccepted:
        sentences.insert(
            1,
            _(
                "Reports handed in but not yet accepted are counted here as if they were accepted, and so are accepted"
                " ones that are not yet published."
            ),
        )
    link = rich(_("All rules, with examples: How we count"), url=reverse("public:method"))
    return Section("methode", _("Method"), 2, [Paragraph(rich(" ".join(sentences))), Paragraph(link)])
