"""A signed text on its way into the record: kept, its proposals decided on one by one, then published together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import (
    ActionField,
    Actor,
    Agreement,
    Commitment,
    OfficialText,
    Proposal,
    Source,
    TextChapter,
    TextParagraph,
    TextSentence,
)
from tracker.models.intake import OfficialTextQuerySet
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Coverage,
    ParagraphKind,
    Precision,
    ProposalState,
    Verb,
)
from tracker.workflow.commitments import publish
from tracker.workflow.record import Change, lock, public_change

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ChapterData:
    """A chapter: its heading and where it begins."""

    title: str
    start: int


@dataclass(frozen=True, slots=True)
class ParagraphData:
    """A paragraph or an item of a list; `chapter` is the place of its chapter, None before the first."""

    number: int
    chapter: int | None
    start: int
    end: int
    kind: str = ParagraphKind.TEXT


@dataclass(frozen=True, slots=True)
class SentenceData:
    """A sentence; `paragraph` is the place of its paragraph. `why_not` says why nothing is proposed for it."""

    paragraph: int
    start: int
    end: int
    page: int | None = None
    line_start: int | None = None
    line_end: int | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ProposalData:
    """Words that may be a commitment; `sentence` is the place of the sentence they begin in."""

    sentence: int
    start: int
    end: int
    confidence: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextData:
    """A whole text with its parts, as the rules cut it."""

    title: str
    text: str
    checksum: str
    file_name: str = ""
    language: str = "de"
    chapters: Sequence[ChapterData] = ()
    paragraphs: Sequence[ParagraphData] = ()
    sentences: Sequence[SentenceData] = ()
    proposals: Sequence[ProposalData] = ()


@dataclass(frozen=True, slots=True)
class SourceData:
    """Where the signed text was published."""

    publisher: str
    url: str = ""
    published_on: date | None = None


def keep_text(
    agreement: Agreement, data: TextData, *, source: SourceData | None, actor: Actor, with_fields: bool = True
) -> OfficialText:
    """Keep a text as the next edition of an agreement's official text, with its parts and proposals; all or nothing.

    A draft of an agreement without action fields gets one for each chapter. What was decided on the same words of the
    edition before is remembered: rejected words stay rejected, accepted ones stay tied to their commitment.
    """
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.TEXT_READ, note=data.title) as change:
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        known = agreement.texts.filter(checksum=data.checksum).first()
        if known is not None:
            text = _("This text is read in already, as edition %d.") % known.edition
            raise ValidationError(text)
        before = agreement.texts.order_by("-edition").first()
        made = OfficialText(
            agreement=agreement,
            edition=before.edition + 1 if before else 1,
            title=data.title,
            text=data.text,
            checksum=data.checksum,
            file_name=data.file_name[:200],
            language=data.language,
            source=_source(data.title, source) if source else None,
            created_at=change.at,
            created_by=actor,
        )
        made.save()
        fields = _fields(agreement, data, with_fields=with_fields, change=change)
        _keep_parts(made, data, fields)
        _keep_proposals(made, data, before, at=change.at)
        change.log(Verb.TEXT_READ, agreement, title=data.title, edition=made.edition)
        return made


def _source(title: str, data: SourceData) -> Source:
    found = Source.objects.filter(title=title, publisher=data.publisher, url=data.url).order_by("pk").first()
    if found is None:
        found = Source(title=title, publisher=data.publisher, url=data.url, published_on=data.published_on)
        found.save()
    return found


def _fields(agreement: Agreement, data: TextData, *, with_fields: bool, change: Change) -> list[ActionField | None]:
    """The action field of each chapter: the one titled alike, or a new one for a draft that has none."""
    stored = list(agreement.action_fields.all())
    if not stored and with_fields and agreement.published_at is None and data.chapters:
        made = [
            None if number is None else ActionField(agreement=agreement, number=number, title=title[:300])
            for number, title in _numbered([chapter.title for chapter in data.chapters])
        ]
        for item in made:
            if item is not None:
                item.official_heading = True
                item.save()
        change.touch(agreement)
        return made
    by_title = {_folded(item.title): item for item in stored}
    return [by_title.get(_folded(chapter.title)) for chapter in data.chapters]


def _numbered(titles: Sequence[str]) -> list[tuple[int | None, str]]:
    """The chapters with their printed numbers, those without one left aside; counted from 1 where none is printed."""
    parts = [re.fullmatch(r"(\d{1,3})[.)]? (\S.*)", " ".join(title.split())) for title in titles]
    printed = [int(part[1]) for part in parts if part is not None]
    if not printed or len(set(printed)) < len(printed):
        names = [part[2] if part is not None else title for part, title in zip(parts, titles, strict=True)]
        return list(enumerate(names, start=1))
    return [(int(part[1]), part[2]) if part is not None else (None, "") for part in parts]


def _folded(words: str) -> str:
    """A heading without its number, spaces and case, to tell whether two are the same."""
    return " ".join(words.split()).lstrip("0123456789.) IVX").casefold()


def _keep_parts(made: OfficialText, data: TextData, fields: Sequence[ActionField | None]) -> None:
    chapters = [
        TextChapter(text=made, number=number, title=item.title[:400], start=item.start, action_field=found, version=1)
        for number, (item, found) in enumerate(zip(data.chapters, fields, strict=True), start=1)
    ]
    chapters = TextChapter.objects.bulk_create(chapters, batch_size=AT_ONCE)
    paragraphs = [
        TextParagraph(
            text=made,
            chapter=None if item.chapter is None else chapters[item.chapter],
            number=item.number,
            kind=item.kind,
            start=item.start,
            end=item.end,
            version=1,
        )
        for item in data.paragraphs
    ]
    paragraphs = TextParagraph.objects.bulk_create(paragraphs, batch_size=AT_ONCE)
    sentences = [
        TextSentence(
            text=made,
            paragraph=paragraphs[item.paragraph],
            number=number,
            page=item.page,
            line_start=item.line_start,
            line_end=item.line_end,
            start=item.start,
            end=item.end,
            why_not=item.why_not,
            version=1,
        )
        for number, item in enumerate(data.sentences, start=1)
    ]
    TextSentence.objects.bulk_create(sentences, batch_size=AT_ONCE)


def _keep_proposals(made: OfficialText, data: TextData, before: OfficialText | None, *, at: datetime) -> None:
    sentences = list(made.sentences.order_by("number"))
    earlier: dict[str, Proposal] = {}
    if before is not None:
        decided = before.proposals.exclude(state__in=[ProposalState.OPEN, ProposalState.JOINED])
        earlier = {_same_words(before.text[item.start : item.end]): item for item in decided}
    rows = []
    for item in data.proposals:
        row = Proposal(
            text=made,
            sentence=sentences[item.sentence],
            start=item.start,
            end=item.end,
            confidence=item.confidence,
            data=item.data,
            version=1,
        )
        known = earlier.get(_same_words(data.text[item.start : item.end]))
        if known is not None:
            row.state, row.commitment_id, row.ground, row.reason = (
                known.state,
                known.commitment_id,
                known.ground,
                known.reason,
            )
            row.decided_by_id, row.decided_at, row.carried_from = known.decided_by_id, at, known
        rows.append(row)
    Proposal.objects.bulk_create(rows, batch_size=AT_ONCE)


def _same_words(words: str) -> str:
    return " ".join(words.split()).casefold()


def editing(actor: Actor, note: str = "") -> Any:
    """A change by editors, as a context."""
    return public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.EDITED, note=note)


# --- all of them -----------------------------------------------------------------------------------------------------


def drafts_of(text: OfficialText) -> Any:
    """The commitments made of a text that are drafts."""
    tied = Proposal.objects.tied().filter(text=text)
    return Commitment.objects.filter(pk__in=tied.values("commitment"), published_at__isnull=True)


def publish_text(
    text: OfficialText,
    *,
    actor: Actor,
    with_text: bool,
    role: ActorRole = ActorRole.EDITOR,
    at: datetime | None = None,
) -> int:
    """Publish the agreement, all drafts made of its text, and the text if it is to be read; returns how many drafts."""
    with public_change(actor=actor, role=role, reason=ChangeReason.TEXT_PUBLISHED, note=text.title, at=at) as change:
        drafts = list(drafts_of(text))
        lock(item.pk for item in drafts)
        count = publish(drafts, actor=actor, role=role)
        publish([text.agreement], actor=actor, role=role)
        fresh = OfficialText.objects.select_for_update(of=("self",)).get(pk=text.pk)
        fresh.publish_at = None
        if with_text and fresh.published_at is None:
            fresh.published_at = change.at
            change.log(Verb.TEXT_PUBLISHED, text.agreement)
        fresh.publishes_text = with_text or fresh.published_at is not None
        fresh.save()
        change.touch_commitments(
            Proposal.objects.tied().filter(text=fresh).values_list("commitment", flat=True).distinct()
        )
        return count


def set_text_publication(
    text: OfficialText, *, at: datetime | None, with_text: bool, actor: Actor, seen: int
) -> OfficialText:
    """Set when `publish_due` publishes the drafts of a text with its agreement, or take that back with None."""
    if at is not None and at <= timezone.now():
        raise ValidationError({"at": _("This moment has passed.")})
    with editing(actor) as change:
        fresh = OfficialText.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=text.pk)
        if fresh.version != seen:
            raise ValidationError(_("Somebody changed this record meanwhile. Look at it, then send the form again."))
        fresh.publish_at, fresh.publishes_text = at, with_text
        fresh.save()
        if at is None:
            change.log(Verb.PUBLICATION_CANCELLED, fresh.agreement)
        else:
            change.log(Verb.PUBLICATION_SET, fresh.agreement, at=at)
        return fresh


def due_texts(*, at: datetime) -> OfficialTextQuerySet:
    """The texts whose drafts are to be public by a moment and are not yet."""
    return OfficialText.objects.filter(publish_at__lte=at).select_related("agreement")


def review_progress(text: OfficialText) -> tuple[int, int]:
    """How many sentences of a text with a proposal are decided on, and how many there are; one query."""
    return progress_of([text])[text.pk]


def progress_of(texts: Iterable[OfficialText]) -> dict[int, tuple[int, int]]:
    """The same for several texts by their keys; one query."""
    wanted = [text.pk for text in texts]
    waiting: dict[int, set[int]] = {key: set() for key in wanted}
    every: dict[int, set[int]] = {key: set() for key in wanted}
    rows = Proposal.objects.filter(text__in=wanted).values_list("text", "sentence", "state")
    for text, sentence, state in rows:
        every[text].add(sentence)
        if state == ProposalState.OPEN:
            waiting[text].add(sentence)
    return {key: (len(every[key] - waiting[key]), len(every[key])) for key in wanted}


def draft_agreement(**columns: Any) -> Agreement:
    """A draft of an agreement whose whole text is to be recorded, not stored yet."""
    made = Agreement(coverage=Coverage.FULL, term_precision=Precision.DAY, **columns)
    made.effective_end = made.term_end
    return made


def start_agreement(agreement: Agreement, *, actor: Actor) -> Agreement:
    """Store a draft of an agreement, for its text to be read in."""
    agreement.full_clean()
    with editing(actor) as change:
        agreement.save()
        change.touch(agreement)
        change.log(Verb.CREATED, agreement, name=str(agreement))
        return agreement
