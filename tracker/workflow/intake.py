"""A signed text on its way into the record: kept, its proposals decided on one by one, then published together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tracker.models import (
    ActionField,
    Actor,
    Agreement,
    Commitment,
    Contribution,
    OfficialText,
    Partner,
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
    RejectGround,
    Role,
    Verb,
)
from tracker.workflow.commitments import correct_wording, publish
from tracker.workflow.record import Change, lock, public_change

AT_ONCE = 500


class Decided(ValidationError):
    """Somebody else decided on the proposal, or changed it, since it was shown."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(_("Somebody else worked on this proposal meanwhile. Nothing of yours was stored yet."))
        self.proposal = proposal


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


@dataclass(slots=True)
class DraftData:
    """What editors make of a proposal: the columns of the commitment, its partners and what it belongs to."""

    columns: dict[str, Any]
    leads: Sequence[Partner] = ()
    supporting: Sequence[Partner] = ()
    related: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    edited: bool = False


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


# --- one proposal ----------------------------------------------------------------------------------------------------


def quote_of(proposal: Proposal) -> str:
    """The words of a proposal, as they stand in the text."""
    return " ".join(proposal.text.text[proposal.start : proposal.end].split())


def _short(proposal: Proposal) -> str:
    return Truncator(quote_of(proposal)).chars(120)


def _locked(proposal: Proposal, seen: int, *, is_open: bool = True) -> Proposal:
    """The proposal as it is stored, locked; raises `Decided` if it is not what was shown."""
    fresh = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("text__agreement", "sentence")
        .get(pk=proposal.pk)
    )
    if fresh.version != seen or (is_open and not fresh.is_open):
        raise Decided(fresh)
    return fresh


def _decide(proposal: Proposal, state: ProposalState, change: Change) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, change.actor, change.at
    proposal.save()


def _editing(actor: Actor, note: str = "") -> Any:
    return public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.EDITED, note=note)


def next_code(agreement: Agreement, action_field: ActionField | None) -> str:
    """The code that follows the last one of a field: AAW-2027-3.08; codes without a field count in field 0."""
    number = action_field.number if action_field is not None else 0
    head = f"{agreement.code_prefix}-{number}."
    taken = [0]
    for code in Commitment.objects.filter(code__startswith=head).values_list("code", flat=True):
        tail = code.removeprefix(head)
        if tail.isdecimal():
            taken.append(int(tail))
    return f"{head}{max(taken) + 1:02d}"


def accept_proposal(proposal: Proposal, draft: DraftData, *, actor: Actor, seen: int) -> Commitment:
    """Make a draft of a commitment of the words of a proposal, with its passage; nothing of it is public."""
    with _editing(actor) as change:
        fresh = _locked(proposal, seen)
        agreement = fresh.text.agreement
        commitment = Commitment(agreement=agreement, wording=quote_of(fresh), **passage_of(fresh), **draft.columns)
        if commitment.action_field is not None and commitment.action_field.agreement_id != agreement.pk:
            raise ValidationError({"action_field": _("The agreement has no such action field.")})
        if Commitment.objects.filter(code=commitment.code).exists():
            text = _("This code is taken by now. The next free one is %s.")
            raise ValidationError({"code": text % next_code(agreement, commitment.action_field)})
        both = [partner for partner in draft.supporting if partner in draft.leads]
        if both:
            names = ", ".join(str(partner) for partner in both)
            raise ValidationError({"supporting": _("Named as responsible as well: %s") % names})
        commitment.full_clean(exclude=["agreement", "action_field", "part_of"])
        commitment.save()
        roles = [(partner, Role.LEAD) for partner in draft.leads]
        roles += [(partner, Role.SUPPORTING) for partner in draft.supporting]
        for position, (partner, role) in enumerate(roles):
            Contribution(
                commitment=commitment,
                partner=partner,
                role=role,
                required=role == Role.LEAD,
                reporter=None if partner.is_group else partner,
                position=position,
            ).save()
        for name, items in draft.related.items():
            getattr(commitment, name).set(items)
        fresh.commitment = commitment
        _decide(fresh, ProposalState.EDITED if draft.edited else ProposalState.ACCEPTED, change)
        change.touch(commitment)
        change.log(Verb.PROPOSAL_ACCEPTED, commitment, quote=_short(fresh))
        return commitment


def passage_of(proposal: Proposal) -> dict[str, Any]:
    """Where the words of a proposal stand, as the columns of a commitment."""
    last = (
        TextSentence.objects.filter(text=proposal.text_id, start__lt=proposal.end).order_by("-start").first()
        or proposal.sentence
    )
    first = proposal.sentence
    return {
        "passage_document": f"declaration-{proposal.text.agreement.signed_on.isoformat()}",
        "passage_paragraph": first.paragraph.number,
        "passage_page": first.page,
        "passage_line_start": first.line_start,
        "passage_line_end": last.line_end or first.line_end,
    }


def reject_proposal(proposal: Proposal, *, ground: str, reason: str = "", actor: Actor, seen: int) -> Proposal:
    """Record why the words of a proposal are no commitment of their own; remembered for later editions."""
    if ground not in RejectGround.values:
        raise ValidationError({"ground": _("Say why it is no commitment.")})
    if ground == RejectGround.OTHER and not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with _editing(actor) as change:
        fresh = _locked(proposal, seen)
        fresh.ground, fresh.reason = ground, reason.strip()
        _decide(fresh, ProposalState.REJECTED, change)
        label = str(RejectGround(ground).label)
        words = f"{label}, {fresh.reason}" if fresh.reason else label
        change.log(Verb.PROPOSAL_REJECTED, fresh.text.agreement, quote=_short(fresh), reason=words.rstrip("."))
        return fresh


def following(proposal: Proposal) -> Proposal | None:
    """The proposal that stands next in the text and can be joined with this one; None if there is none."""
    rest = Proposal.objects.filter(text=proposal.text_id, start__gte=proposal.end).exclude(state=ProposalState.JOINED)
    found = rest.in_order().first()
    return found if found is not None and found.is_open else None


def join_next(proposal: Proposal, *, actor: Actor, seen: int) -> Proposal:
    """Let a proposal take in the words up to the end of the next one, which is decided by that."""
    with _editing(actor) as change:
        fresh = _locked(proposal, seen)
        found = following(fresh)
        if found is None:
            raise ValidationError(_("There is no open proposal after this one to join it with."))
        other = Proposal.objects.select_for_update().get(pk=found.pk)
        other.joined_into = fresh
        _decide(other, ProposalState.JOINED, change)
        fresh.end = other.end
        fresh.save()
        change.log(Verb.PROPOSAL_JOINED, fresh.text.agreement, quote=_short(fresh))
        return fresh


def split_places(proposal: Proposal) -> list[int]:
    """Where the words of a proposal may be split: before a sentence, or after a comma, semicolon or "und" in it."""
    text = proposal.text.text
    found: set[int] = set()
    starts = TextSentence.objects.filter(
        text=proposal.text_id, start__gt=proposal.start, start__lt=proposal.end
    ).values_list("start", flat=True)
    found.update(starts)
    for mark in (", ", "; ", " und ", " sowie ", ",\n", ";\n"):
        place = text.find(mark, proposal.start, proposal.end)
        while place != -1:
            found.add(place + len(mark) if mark[0] in ",;" else place + 1)
            place = text.find(mark, place + 1, proposal.end)
    return sorted(place for place in found if proposal.start + 10 < place < proposal.end - 10)


def split_proposal(proposal: Proposal, *, at: int, actor: Actor, seen: int) -> Proposal:
    """Let the words of a proposal from a place on be a proposal of their own; returns the new one."""
    with _editing(actor) as change:
        fresh = _locked(proposal, seen)
        if at not in split_places(fresh):
            raise ValidationError({"at": _("Choose where the words are split.")})
        sentence = TextSentence.objects.filter(text=fresh.text_id, start__lte=at).order_by("-start").first()
        rest = Proposal(
            text=fresh.text,
            sentence=sentence or fresh.sentence,
            start=at,
            end=fresh.end,
            data=fresh.data,
            confidence=fresh.confidence,
        )
        fresh.end = at
        fresh.save()
        rest.save()
        change.log(Verb.PROPOSAL_SPLIT, fresh.text.agreement, quote=_short(rest))
        return rest


def reopen_proposal(proposal: Proposal, *, actor: Actor, seen: int) -> Proposal:
    """Let a decided proposal be decided anew; a commitment made of it goes with it, as long as it is a draft."""
    with _editing(actor) as change:
        fresh = _locked(proposal, seen, is_open=False)
        if fresh.is_open:
            return fresh
        if fresh.state == ProposalState.JOINED:
            raise ValidationError(_("Its words belong to the proposal before it. Split that one."))
        draft = fresh.commitment
        fresh.state, fresh.commitment, fresh.decided_by, fresh.decided_at = ProposalState.OPEN, None, None, None
        fresh.ground = fresh.reason = ""
        fresh.save()
        if draft is not None and draft.published_at is None:
            _delete_draft(draft, change)
        elif draft is not None:
            change.touch(draft)
        change.log(Verb.PROPOSAL_REOPENED, fresh.text.agreement, quote=_short(fresh))
        return fresh


def _delete_draft(draft: Commitment, change: Change) -> None:
    """Delete a draft that nothing else rests on."""
    kept = draft.reports.exists() or draft.components.exists() or draft.passages.exists()
    if kept or draft.continued_by.exists():
        raise ValidationError(_("Something else rests on the draft %s already.") % draft.code)
    change.log(Verb.DELETED, draft, name=str(draft))
    draft.contributions.all().delete()
    draft.delete()


def propose_by_hand(sentence: TextSentence, *, actor: Actor) -> Proposal:
    """Propose a sentence that the rules passed by; the same proposal when asked for twice."""
    with _editing(actor) as change:
        text = OfficialText.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=sentence.text_id)
        there = Proposal.objects.filter(text=text, start__lt=sentence.end, end__gt=sentence.start).in_order().first()
        if there is not None:
            return there
        made = Proposal(text=text, sentence=sentence, start=sentence.start, end=sentence.end)
        made.save()
        change.log(Verb.PROPOSAL_ADDED, text.agreement, quote=_short(made))
        return made


def attach_wording(proposal: Proposal, commitment: Commitment, *, reason: str, actor: Actor, seen: int) -> Commitment:
    """Give an existing commitment the words of a proposal as its official wording, with the passage.

    For a published one it is a correction in public, with the reason; deadline and status stay as they are.
    """
    with _editing(actor, reason) as change:
        lock([commitment.pk])
        fresh = _locked(proposal, seen)
        known = Commitment.objects.get(pk=commitment.pk)
        if known.agreement_id != fresh.text.agreement_id:
            raise ValidationError({"commitment": _("The commitment belongs to another agreement.")})
        words = "\n".join([*_attached(known, fresh.text), quote_of(fresh)])
        if known.wording != words and known.published_at is not None:
            correct_wording(known, texts={"wording": words}, reason=reason, actor=actor)
            known = Commitment.objects.get(pk=commitment.pk)
        known.wording = words
        if known.passage_page is None:
            known.passage_page = fresh.sentence.page
        known.save()
        fresh.commitment = known
        _decide(fresh, ProposalState.ACCEPTED, change)
        change.touch(known)
        change.log(Verb.WORDING_ATTACHED, known, quote=_short(fresh))
        return known


def _attached(commitment: Commitment, text: OfficialText) -> list[str]:
    """The words of this text that a commitment has already, in their order."""
    rows = Proposal.objects.tied().filter(commitment=commitment, text=text).select_related("text").in_order()
    return [quote_of(row) for row in rows]


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
    with _editing(actor) as change:
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
    with _editing(actor) as change:
        agreement.save()
        change.touch(agreement)
        change.log(Verb.CREATED, agreement, name=str(agreement))
        return agreement
