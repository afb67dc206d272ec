"""The official text of an agreement as it was read in, immutable, and what of it is proposed as a commitment."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.models.agreements import ActionField, Agreement
from tracker.models.audit import Actor
from tracker.models.base import PublicModel, PublicQuerySet, Source
from tracker.models.commitments import Commitment
from tracker.vocabulary import ParagraphKind, ProposalState, RejectGround

OF_SHOWN_TEXT = Q(text__published_at__isnull=False, text__agreement__published_at__isnull=False)


class OfficialTextQuerySet(PublicQuerySet):
    """Official texts in the words of the field."""

    def published(self) -> OfficialTextQuerySet:
        """Those that everybody may read: published ones of published agreements."""
        return self.filter(published_at__isnull=False, agreement__published_at__isnull=False)

    def newest_first(self) -> OfficialTextQuerySet:
        """The latest edition of each agreement first."""
        return self.order_by("-agreement__signed_on", "agreement__slug", "-edition")


class OfficialText(PublicModel):
    """One edition of the signed words of an agreement. Append-only: a newer edition is a row of its own.

    `text` is what all offsets count in. Only its publication changes afterwards.
    """

    shown_where = Q(published_at__isnull=False, agreement__published_at__isnull=False)
    hidden_fields = frozenset({"version", "publish_at", "publishes_text"})

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="texts", verbose_name=_("agreement")
    )
    edition = models.PositiveSmallIntegerField(_("edition"))
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8, default="de")
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    checksum = models.CharField(_("checksum of the file"), max_length=64, help_text=_("SHA-256"))
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"), null=True, blank=True
    )
    created_at = models.DateTimeField(_("read in at"))
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", verbose_name=_("read in by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, editable=False)
    publishes_text = models.BooleanField(_("show the text as a page"), default=True, editable=False)

    objects = OfficialTextQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("official text")
        verbose_name_plural = _("official texts")
        ordering = ["agreement", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "edition"],
                name="official_text_edition_once",
                violation_error_message=_("Somebody read in an edition of this text in the same moment."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "checksum"],
                name="official_text_file_once",
                violation_error_message=_("This text is read in already."),
            ),
        ]
        indexes = [
            # what `publish_due` looks for every few minutes
            models.Index(fields=["publish_at"], name="text_waits", condition=Q(publish_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class TextChapter(PublicModel):
    """A chapter of an official text: its heading and where it begins. Append-only."""

    shown_where = OF_SHOWN_TEXT

    text = models.ForeignKey(OfficialText, on_delete=models.PROTECT, related_name="chapters")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=400)
    start = models.PositiveIntegerField()
    action_field = models.ForeignKey(
        ActionField, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("action field")
    )

    class Meta:
        verbose_name = _("chapter of an official text")
        verbose_name_plural = _("chapters of official texts")
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="text_chapter_once")]

    def __str__(self) -> str:
        return self.title


class TextParagraph(PublicModel):
    """A numbered paragraph of an official text, an item of a list or a heading. Append-only."""

    shown_where = OF_SHOWN_TEXT

    text = models.ForeignKey(OfficialText, on_delete=models.PROTECT, related_name="paragraphs")
    chapter = models.ForeignKey(TextChapter, null=True, blank=True, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=ParagraphKind.choices, default=ParagraphKind.TEXT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("paragraph of an official text")
        verbose_name_plural = _("paragraphs of official texts")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="text_paragraph_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="text_paragraph_forward"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class TextSentence(PublicModel):
    """A sentence of an official text with its page, lines and place; why nothing is proposed for it. Append-only."""

    shown_where = OF_SHOWN_TEXT

    text = models.ForeignKey(OfficialText, on_delete=models.PROTECT, related_name="sentences")
    paragraph = models.ForeignKey(TextParagraph, on_delete=models.PROTECT, related_name="sentences")
    number = models.PositiveIntegerField(_("number"))
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    line_start = models.PositiveIntegerField(_("first line"), null=True, blank=True)
    line_end = models.PositiveIntegerField(_("last line"), null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    why_not = models.CharField(
        _("why nothing is proposed"), max_length=20, blank=True, help_text=_("code of the reason")
    )

    class Meta:
        verbose_name = _("sentence of an official text")
        verbose_name_plural = _("sentences of official texts")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="text_sentence_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="text_sentence_forward"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ProposalQuerySet(PublicQuerySet):
    """Proposals in the words of the field."""

    def waiting(self) -> ProposalQuerySet:
        """Those that nobody has decided on."""
        return self.filter(state=ProposalState.OPEN)

    def tied(self) -> ProposalQuerySet:
        """Those whose words belong to a commitment."""
        return self.filter(state__in=[ProposalState.ACCEPTED, ProposalState.EDITED])

    def in_order(self) -> ProposalQuerySet:
        """In the order of the text."""
        return self.order_by("start", "pk")


class Proposal(PublicModel):
    """Some words of an official text proposed as one commitment, what was read out of them, and what was decided.

    `data` is what the rules found and never changes; what editors made of it is the commitment.
    """

    shown_where = OF_SHOWN_TEXT

    text = models.ForeignKey(OfficialText, on_delete=models.PROTECT, related_name="proposals")
    sentence = models.ForeignKey(TextSentence, on_delete=models.PROTECT, related_name="proposals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    data = models.JSONField(_("what was read out of it"), default=dict)
    confidence = models.PositiveSmallIntegerField(_("confidence in percent"), default=0)
    state = models.CharField(
        _("state"), max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN, db_index=True
    )
    commitment = models.ForeignKey(
        Commitment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="passages",
        verbose_name=_("commitment"),
    )
    ground = models.CharField(_("ground"), max_length=16, choices=RejectGround.choices, blank=True)
    reason = models.CharField(_("reason in words"), max_length=400, blank=True)
    decided_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    joined_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined")
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ProposalQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["text", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="proposal_forward"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "edited"]) | Q(commitment__isnull=False),
                name="proposal_accepted_has_commitment",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(ground=""),
                name="proposal_rejected_says_why",
                violation_error_message=_("Say why it is no commitment."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="proposal_decided_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(joined_into__isnull=False), name="proposal_joined_into"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id}: {self.start}–{self.end}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.state == ProposalState.OPEN
