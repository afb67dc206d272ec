"""The words of the tracker: every enum with its label, its meaning and its tone.

Stored values are ASCII codes; labels are translated (English msgids, German shown by default). Templates and queries
use the members, never their strings. The order of the members is the order of every list, legend and bar.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a tracked statement is: an action, a state aimed at, or assent without a promise of one's own."""

    MEASURE = "measure", _("measure")
    TARGET = "target", _("target")
    POSITION = "position", _("declaration without a commitment of its own")

    @property
    def plural(self) -> Promise:
        """The label for several of them."""
        return {
            Kind.MEASURE: _("measures"),
            Kind.TARGET: _("targets"),
            Kind.POSITION: _("declarations without a commitment of their own"),
        }[self]


class Status(models.TextChoices):
    """How far a commitment has come, as far as anybody has established it (design section 3, status words)."""

    COMPLETED = "completed", pgettext_lazy("status", "completed")
    ONGOING = "ongoing", pgettext_lazy("status", "permanent task")
    IN_PROGRESS = "in_progress", pgettext_lazy("status", "in progress")
    PREPARING = "preparing", pgettext_lazy("status", "in preparation")
    NOT_STARTED = "not_started", pgettext_lazy("status", "not yet started")
    MISSED = "missed", pgettext_lazy("status", "not reached")
    DROPPED = "dropped", pgettext_lazy("status", "no longer pursued")
    UNKNOWN = "unknown", pgettext_lazy("status", "status not known")

    def label_for(self, kind: str | None = None) -> Promise | str:
        """The label as it is said of a commitment of this kind: a target is reached, a measure completed."""
        if self is Status.COMPLETED and kind == Kind.TARGET:
            return pgettext_lazy("status", "reached")
        return self.label

    @property
    def meaning(self) -> Promise:
        """What the word says, in one sentence."""
        return _STATUS_MEANING[self]

    @classmethod
    def reportable(cls) -> list[Self]:
        """The words a fact or report may carry: all but "unknown", which only the roll-up gives."""
        return [member for member in cls if member is not cls.UNKNOWN]


_STATUS_MEANING: dict[str, Promise] = {
    Status.COMPLETED: _("What was promised has been done, or the target has been reached; a dated source shows it."),
    Status.ONGOING: _("The measure is running and is meant to last; it has no end of its own."),
    Status.IN_PROGRESS: _("At least one part of the measure has visibly begun."),
    Status.PREPARING: _("There are first steps, such as a draft or a decision, but nothing is running yet."),
    Status.NOT_STARTED: _("A source says that nothing has begun yet."),
    Status.MISSED: _(
        "The target was not reached by its day or by the end of the term; a document or statistic shows it."
    ),
    Status.DROPPED: _("Those responsible no longer pursue it; the reason is given."),
    Status.UNKNOWN: _(
        "Nobody has established anything from which a status follows. It does not mean that nothing has happened."
    ),
}


class UnknownReason(models.TextChoices):
    """Why a status is not known."""

    NO_SOURCE = "no_source", _("no source found")
    FACTS_ONLY = "facts_only", _("facts available, no status follows from them")

    def label_for(self, kind: str | None = None) -> Promise | str:
        """The label as it is said of a commitment of this kind."""
        if self is UnknownReason.FACTS_ONLY and kind == Kind.TARGET:
            return _("development known, not assessed")
        return self.label


class Modality(models.TextChoices):
    """How binding the words of the agreement are."""

    COMMITMENT = "commitment", _("firm commitment")
    INTENTION = "intention", _("intention")
    EXAMINATION = "examination", _("promise to examine")
    PILOT = "pilot", _("trial")
    SUPPORT = "support", _("support for others")


class Verifiability(models.TextChoices):
    """Whether the words allow a check, coded from the text before any progress is known."""

    YES = "yes", _("clearly verifiable")
    PARTLY = "partly", _("partly verifiable")
    NO = "no", _("not worded verifiably")


class Role(models.TextChoices):
    """A partner's part in one commitment."""

    LEAD = "lead", _("responsible")
    SUPPORTING = "supporting", _("contributing")


class Precision(models.TextChoices):
    """How exact a day is; a fuzzy day is stored as its last day."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    QUARTER = "quarter", _("to the quarter")
    HALF_YEAR = "half_year", _("to the half-year")
    YEAR = "year", _("to the year")
    PERIOD = "period", _("period")
    TERM = "term", _("until the end of the term")
    RECURRING = "recurring", _("recurring")

    @classmethod
    def of_facts(cls) -> list[Self]:
        """The precisions a fact, a source or an event may have."""
        return [cls.DAY, cls.MONTH, cls.QUARTER, cls.HALF_YEAR, cls.YEAR]


class DeadlineBasis(models.TextChoices):
    """Whether the text names the deadline or it follows from its words."""

    STATED = "stated", _("named in the text")
    DERIVED = "derived", _("derived from the text")


class Schedule(models.TextChoices):
    """Where a commitment stands against its deadline on a day; computed, never stored (design section 3)."""

    OVERDUE = "overdue", _("deadline has passed")
    PERIOD_OVER = "period_over", _("period is over, completion not shown")
    DUE_SOON = "due_soon", _("deadline within 60 days at most")
    OPEN = "open", _("deadline still running")
    NO_DEADLINE = "no_deadline", _("no deadline of its own")
    RUNNING = "running", _("meant to last")
    CLOSED = "closed", _("completed within the deadline")
    CLOSED_LATE = "closed_late", _("completed after the deadline")
    CLOSED_MISSED = "closed_missed", _("not reached in time")
    TERM_ENDED = "term_ended", _("term has ended, completion not shown")
    ENDED_UNKNOWN = "ended_unknown", _("term has ended, outcome not known")
    VOID = "void", pgettext_lazy("schedule", "does not apply any more")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("schedule", "not applicable")

    def label_for(
        self, kind: str | None = None, status: str | None = None, *, has_deadline: bool = True
    ) -> Promise | str:
        """The label as it is said of this kind, status and with or without a deadline of its own."""
        target = kind == Kind.TARGET
        if self is Schedule.CLOSED:
            if not has_deadline:
                return _("reached, no deadline of its own") if target else _("completed, no deadline of its own")
            return _("reached within the deadline") if target else self.label
        if self is Schedule.CLOSED_LATE:
            if status == Status.ONGOING:
                return _("became a permanent task after the deadline")
            return _("reached after the deadline") if target else self.label
        if self is Schedule.PERIOD_OVER and target:
            return _("period is over, reaching it not shown")
        if self is Schedule.TERM_ENDED and target:
            return _("term has ended, reaching it not shown")
        return self.label


class Reporting(models.TextChoices):
    """Where the report on a contribution stands, driven by rounds; members stand from worst to best."""

    NEVER = "never", _("asked for, never reported")
    OVERDUE = "overdue", _("report overdue")
    RETURNED = "returned", _("returned")
    DUE = "due", _("asked for")
    IN_REVIEW = "in_review", _("reported, under review")
    CURRENT = "current", _("report up to date")
    FINAL = "final", _("no further report needed")
    NOT_ASKED = "not_asked", _("report not asked for")

    def public(self) -> Reporting:
        """The state as the public sees it: a returned report is still under review."""
        return Reporting.IN_REVIEW if self is Reporting.RETURNED else self

    @classmethod
    def public_members(cls) -> list[Reporting]:
        """The states that can occur on a public page."""
        return [member for member in cls if member is not cls.RETURNED]


class Origin(models.TextChoices):
    """Who says it: the partner itself, or research by the editors."""

    PARTNER = "partner", _("report of the partner")
    RESEARCH = "research", _("researched, not a report of a partner")


class ReportState(models.TextChoices):
    """The life of a report (design section 3)."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", pgettext_lazy("report state", "returned")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


class ReportField(models.TextChoices):
    """The fields of a report, as comments of the review name them."""

    WHOLE = "whole", _("the report as a whole")
    STATUS = "status", _("status")
    AS_OF = "as_of", _("state of affairs")
    SUMMARY = "summary", _("what has been done")
    NEXT_STEPS = "next_steps", _("next steps")
    PROBLEM = "problem", _("problem or delay")
    EVIDENCE = "evidence", _("evidence")
    WISH = "wish", _("wish")


class WishKind(models.TextChoices):
    """What a partner wishes with a report."""

    DEADLINE = "deadline", _("move the deadline")
    WORDING = "wording", _("correct the wording")


class WishState(models.TextChoices):
    """What became of a wish."""

    OPEN = "open", pgettext_lazy("wish", "open")
    GRANTED = "granted", _("granted")
    DECLINED = "declined", _("declined")


class NoticeKind(models.TextChoices):
    """What a mail is about."""

    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder of reports")
    DEPUTY_REMINDER = "deputy_reminder", _("Reminder to deputies and editors")
    REVIEW_QUEUE = "review_queue", _("Reports waiting for review")
    RETURNED = "returned", _("Report returned")
    ACCEPTED = "accepted", _("Report accepted")
    ASSESSED = "assessed", _("Report assessed differently")
    ENTERED = "entered", _("Report entered for you")
    ROUND_OPENED = "round_opened", _("Reporting round opened")
    REPORT_REVOKED = "report_revoked", _("Accepted report withdrawn")
    WISH_ANSWERED = "wish_answered", _("Wish decided")
    OBJECTED = "objected", _("Objection to an entered report")


class MailState(models.TextChoices):
    """Where a message in the outbox stands; computed, never stored."""

    WAITING = "waiting", pgettext_lazy("mail", "waits")
    FAILING = "failing", pgettext_lazy("mail", "not taken, is tried again")
    SENT = "sent", pgettext_lazy("mail", "sent")
    SETTLED = "settled", pgettext_lazy("mail", "settled before it was sent")
    GIVEN_UP = "given_up", pgettext_lazy("mail", "given up")


class AccountRole(models.TextChoices):
    """The groups that decide what an account may do; partner roles hold for the organisations of its mandates."""

    REPORTER = "partner_reporter", _("partner, reports")
    READER = "partner_reader", _("partner, reads")
    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def meaning(self) -> Promise:
        """What somebody with this role may do, in one sentence."""
        return _ROLE_MEANING[self]


_ROLE_MEANING: dict[str, Promise] = {
    AccountRole.REPORTER: _("Reports for the organisations named here and sees their drafts and returned reports."),
    AccountRole.READER: _("Sees drafts and returned reports of the organisations named here, but reports nothing."),
    AccountRole.EDITOR: _("Keeps the record, opens and closes reporting rounds, records what partners send by mail."),
    AccountRole.REVIEWER: _("Decides on submitted reports and reads the record."),
    AccountRole.ADMINISTRATOR: _("Keeps accounts and the protocol, and may keep the record as well."),
}


class Grade(models.TextChoices):
    """What kind of evidence stands behind a fact; members stand from best to none."""

    STATISTIC = "statistic", _("statistics")
    DOCUMENT = "document", _("document")
    STATEMENT = "statement", _("statement")
    NONE = "none", _("no evidence")

    @property
    def weight(self) -> int:
        """How strong the evidence is, 0 for none."""
        return len(Grade) - 1 - list(Grade).index(self)


class Confidence(models.TextChoices):
    """How sure the editors are that the source carries the fact."""

    HIGH = "high", _("certain")
    MEDIUM = "medium", _("likely")
    LOW = "low", _("uncertain")


class StatusBasis(models.TextChoices):
    """What the status rests on: facts on single contributions, facts on the whole, or nothing."""

    PARTS = "parts", _("facts on single contributions")
    WHOLE = "whole", _("facts on the whole")
    NONE = "none", pgettext_lazy("basis", "none")


class FactBasis(models.TextChoices):
    """Where a value or fact comes from."""

    SOURCE = "source", _("from the source")
    DERIVED = "derived", _("calculated")
    GENERAL_KNOWLEDGE = "general_knowledge", _("general knowledge")


class Coverage(models.TextChoices):
    """How much of an agreement is recorded."""

    FULL = "full", _("whole text")
    SELECTION = "selection", _("selection")


class PartnerKind(models.TextChoices):
    """What kind of organisation or group a partner is."""

    GROUP = "group", _("group")
    FEDERAL_MINISTRY = "federal_ministry", _("federal ministry")
    FEDERAL_COMMISSIONER = "federal_commissioner", _("federal commissioner")
    FEDERAL_AGENCY = "federal_agency", _("federal authority")
    LAENDER_CONFERENCE = "laender_conference", _("conference of the Länder")
    LAND = "land", _("Land")
    BUSINESS_ASSOCIATION = "business_association", _("business association")
    CHAMBER_UMBRELLA = "chamber_umbrella", _("umbrella organisation of chambers")
    UNION = "union", _("trade union")
    NETWORK = "network", _("network")
    RESEARCH_INSTITUTE = "research_institute", _("institute")


class MembershipRole(models.TextChoices):
    """How an organisation belongs to a group; every role counts as membership."""

    PRIMARY = "primary", _("side of the agreement")
    MEMBER = "member", _("member")
    SECONDARY = "secondary", _("associated")
    SUCCESSOR = "successor", _("successor")
    SUBGROUP = "subgroup", _("sub-group")


class NameChange(models.TextChoices):
    """Why a partner has borne a name from a day on."""

    INITIAL = "initial", _("first known name")
    RENAMED = "renamed", _("renamed")
    COMPETENCE_TRANSFERRED = "competence_transferred", _("responsibility transferred")
    LEGAL_FORM = "legal_form", _("legal form changed")


class SourceStatus(models.TextChoices):
    """How well a signature or target is shown by sources."""

    SOURCED = "sourced", _("confirmed by sources")
    UNCONFIRMED = "unconfirmed", _("not confirmed")
    DOUBTFUL = "doubtful", _("doubtful")


class EventKind(models.TextChoices):
    """What happened in the life of an agreement or around it."""

    SIGNING = "signing", _("signing")
    DECISION = "decision", _("decision")
    TOP_MEETING = "top_meeting", _("top meeting")
    WORKSHOP = "workshop", _("workshop")
    INTERIM_REVIEW = "interim_review", _("interim balance")
    JOINT_DECLARATION = "joint_declaration", _("joint declaration")
    CAMPAIGN = "campaign", _("campaign")
    EXTENSION = "extension", _("extension")
    STATEMENT = "statement", pgettext_lazy("event", "statement")
    CONFERENCE = "conference", _("conference")
    PROJECT_START = "project_start", _("start of a project")


class FindingKind(models.TextChoices):
    """An interim result or a lesson: shown, never counted."""

    RESULT = "result", _("interim result")
    LESSON = "lesson", _("lesson learnt")


class AllianceScope(models.TextChoices):
    """What an alliance of a Land is about."""

    TRAINING = "training", _("alliance for training")
    SKILLED_LABOUR = "skilled_labour", _("alliance for skilled workers")


class Direction(models.TextChoices):
    """Which way an indicator is meant to move."""

    HIGHER_BETTER = "higher_better", _("a higher value is better")
    LOWER_BETTER = "lower_better", _("a lower value is better")
    CONTEXT = "context", _("no direction, for context")


class TargetOperator(models.TextChoices):
    """How a target value is meant."""

    MIN = "min", _("at least")
    MAX = "max", _("at most")
    STABILISE = "stabilise", _("keep stable")
    ALERT_BELOW = "alert_below", _("act below")


class QuantityKind(models.TextChoices):
    """What a quantity in the words of a commitment is."""

    THRESHOLD = "threshold", _("threshold")
    BUDGET = "budget", _("budget")
    SCOPE = "scope", _("scope")
    NUMBER = "number", _("number")


class ParagraphKind(models.TextChoices):
    """What a paragraph of an official text is."""

    TEXT = "text", pgettext_lazy("paragraph", "paragraph")
    ITEM = "item", pgettext_lazy("paragraph", "item of a list")
    HEADING = "heading", pgettext_lazy("paragraph", "heading")


class ProposalState(models.TextChoices):
    """What became of words of an official text that were proposed as a commitment."""

    OPEN = "open", pgettext_lazy("proposal", "not decided yet")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    EDITED = "edited", pgettext_lazy("proposal", "accepted with changes")
    REJECTED = "rejected", pgettext_lazy("proposal", "rejected")
    JOINED = "joined", pgettext_lazy("proposal", "joined with the one before")


class RejectGround(models.TextChoices):
    """Why words of an official text are no commitment of their own; said beside them in public."""

    NO_PROMISE = "no_promise", _("promises nothing")
    DESCRIPTION = "description", _("describes or explains")
    APPEAL = "appeal", _("calls on others")
    REPEATED = "repeated", _("says again what another sentence promises")
    OTHER = "other", _("another reason")


class ChangeReason(models.TextChoices):
    """Why the public record changed; said with every revision and version."""

    FIRST_RECORD = "first_record", _("First record from public sources")
    NEW_FACT = "new_fact", _("New fact")
    FACT_CORRECTED = "fact_corrected", _("Fact corrected")
    FACT_REVOKED = "fact_revoked", _("Fact withdrawn")
    REPLIED = "replied", _("Reply of a partner")
    ROUND_OPENED = "round_opened", _("Reporting round opened")
    ROUND_CHANGED = "round_changed", _("Reporting round extended or closed")
    ROUND_PUBLISHED = "round_published", _("Results of a reporting round")
    REPORT_SUBMITTED = "report_submitted", _("Report received")
    REPORT_RETURNED = "report_returned", _("Report under review")
    REPORT_WITHDRAWN = "report_withdrawn", _("Report taken back by the partner")
    REPORT_ACCEPTED = "report_accepted", _("Report of a partner")
    REPORT_REVOKED = "report_revoked", _("Report of a partner withdrawn")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("No longer pursued")
    DEADLINE_MOVED = "deadline_moved", _("Deadline moved")
    WORDING_CORRECTED = "wording_corrected", _("Wording corrected")
    REPORTER_NAMED = "reporter_named", _("Reporter named")
    SPLIT = "split", _("Joint contribution split")
    CATALOGUE_UPDATED = "catalogue_updated", _("Catalogue brought up to date")
    IMPORTED = "imported", _("Imported from a table")
    TEXT_READ = "text_read", _("Official text read in")
    TEXT_PUBLISHED = "text_published", _("Official text published")
    LINK_MENDED = "link_mended", _("Address of a source brought up to date")
    EDITED = "edited", _("Record edited")


class ChangeKind(models.TextChoices):
    """What became different in a published record, as the log of changes tells it."""

    NEW = "new", pgettext_lazy("change", "newly recorded")
    STATUS_UP = "status_up", _("status further than before")
    STATUS_DOWN = "status_down", _("status less far than before")
    STATUS_OTHER = "status_other", _("status different")
    DROPPED = "dropped", pgettext_lazy("change", "no longer pursued")
    DEADLINE = "deadline", _("deadline changed")
    WORDING = "wording", _("text corrected")
    FACT_ADDED = "fact_added", _("fact added")
    FACT_WITHDRAWN = "fact_withdrawn", _("fact withdrawn")
    FACT_EDITED = "fact_edited", _("fact edited")
    REPLY = "reply", _("reply of a partner")
    REPORTING = "reporting", _("state of a report changed")
    PARTNERS = "partners", _("partners changed")
    OTHER = "other", _("other details changed")
    REDACTED = "redacted", _("text removed")

    @classmethod
    def of_status(cls, before: str | None, after: str | None) -> Self:
        """Which way a status moved; to or from "not known" it moved nowhere, only the knowledge of it did."""
        if after == Status.DROPPED:
            return cls.DROPPED
        steps = {Status.NOT_STARTED: 0, Status.PREPARING: 1, Status.IN_PROGRESS: 2}
        steps |= {Status.ONGOING: 3, Status.COMPLETED: 3}
        old, new = steps.get(before), steps.get(after)  # type: ignore[call-overload]
        if old is None or new is None or old == new:
            return cls.STATUS_OTHER
        return cls.STATUS_UP if new > old else cls.STATUS_DOWN


class ActorKind(models.TextChoices):
    """Who acts: a person behind a pseudonym, or the machinery."""

    PERSON = "person", _("person")
    CATALOGUE = "catalogue", _("catalogue")
    SYSTEM = "system", _("system")


class ActorRole(models.TextChoices):
    """In which role somebody acted; this, not the name, is public."""

    EDITOR = "editor", _("editors")
    REVIEWER = "reviewer", _("review")
    PARTNER = "partner", _("partner")
    ADMINISTRATION = "admin", pgettext_lazy("role", "keeping of accounts")
    CATALOGUE = "catalogue", pgettext_lazy("role", "catalogue")
    SYSTEM = "system", pgettext_lazy("role", "system")


class JobState(models.TextChoices):
    """How far a file is that is built in the background."""

    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "being built")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")


class BalanceKind(models.TextChoices):
    """Which of the two documents for a meeting it is."""

    INTERIM = "interim", _("Interim balance")
    FINAL = "final", _("Final balance")


class TicketKind(models.TextChoices):
    """What the public writes to the editors about."""

    ERROR = "error", _("error in the data")
    BARRIER = "barrier", _("barrier on the site")


class TicketState(models.TextChoices):
    """Whether a ticket still waits for an answer."""

    OPEN = "open", pgettext_lazy("ticket", "open")
    CLOSED = "closed", pgettext_lazy("ticket", "closed")


class PageKey(models.TextChoices):
    """The texts of an operator that the editors keep; the mandatory ones must be filled before going online."""

    IMPRINT = "impressum", _("Imprint")
    PRIVACY = "datenschutz", _("Privacy")
    ACCESSIBILITY = "barrierefreiheit", _("Accessibility statement")
    PLAIN_LANGUAGE = "leichte-sprache", _("Plain language")
    SIGN_LANGUAGE = "gebaerdensprache", _("Sign language")


class Relation(models.TextChoices):
    """How a partner is tied to a commitment in its list (design section 3, partner filter)."""

    OWN = "selbst", _("itself")
    MEMBERS = "mitglieder", _("through members")
    GROUPS = "gruppen", _("through groups")
    JOINT = "gemeinsam", _("jointly with all partners")


class LinkState(models.TextChoices):
    """What is known of an address that the record names."""

    NEVER = "never", _("never tried")
    FINE = "fine", _("can be reached")
    MOVED = "moved", _("moved for good")
    FAILING = "failing", _("cannot be reached")
    DENIED = "denied", _("not to be tried")


class LinkFault(models.TextChoices):
    """What was wrong when an address was tried last."""

    ANSWER = "answer", _("The site answers with an error.")
    BUSY = "busy", _("The site asks to be left alone for a while.")
    SILENT = "silent", _("The site did not answer in time.")
    NAME = "name", _("There is no site of this name.")
    REFUSED = "refused", _("The site takes no connection.")
    TLS = "tls", _("The encryption of the site is faulty, for instance its certificate.")
    GARBLED = "garbled", _("The answer of the site cannot be read.")
    LOOP = "loop", _("The address leads on too often.")
    INSIDE = "inside", _("The address leads into a network that is not public.")
    ADDRESS = "address", _("The address cannot be asked for: only http and https can.")
    DENIED = "denied", _("The site asks programs not to visit this address (robots.txt).")


class Verb(models.TextChoices):
    """What the protocol tells: every workflow action, with the sentence it is told in."""

    PUBLISHED = "published", _("%(subject)s was published.")
    FACT_ADDED = "fact_added", _("A researched fact of %(as_of)s was added to %(subject)s.")
    FACT_CORRECTED = "fact_corrected", _("A fact of %(subject)s was corrected: %(reason)s")
    FACT_REVOKED = "fact_revoked", _("A fact of %(subject)s was withdrawn: %(reason)s")
    DROPPED = "dropped", _("%(subject)s is no longer pursued: %(reason)s")
    DEADLINE_MOVED = (
        "deadline_moved",
        _("The deadline of %(subject)s was moved from %(before)s to %(after)s: %(reason)s"),
    )
    WORDING_CORRECTED = "wording_corrected", _("A text of %(subject)s was corrected: %(reason)s")
    REPORTER_NAMED = "reporter_named", _("%(reporter)s reports for %(partner)s in %(subject)s.")
    SPLIT = "split", _("The joint contribution of %(partner)s to %(subject)s was split among %(partners)s.")
    CATALOGUE_LOADED = "catalogue_loaded", _("The catalogue was loaded: %(summary)s")
    IMPORTED = "imported", _("%(subject)s was imported from a table.")
    TEXT_READ = "text_read", _("The text “%(title)s” of %(subject)s was read in as edition %(edition)s.")
    PROPOSAL_ACCEPTED = "proposal_accepted", _("%(subject)s was made of the words “%(quote)s”.")
    PROPOSAL_REJECTED = "proposal_rejected", _("The words “%(quote)s” of %(subject)s are not tracked: %(reason)s.")
    PROPOSAL_JOINED = "proposal_joined", _("Two proposals of %(subject)s were joined: “%(quote)s”.")
    PROPOSAL_SPLIT = "proposal_split", _("A proposal of %(subject)s was split before “%(quote)s”.")
    PROPOSAL_REOPENED = "proposal_reopened", _("The words “%(quote)s” of %(subject)s are to be decided on again.")
    PROPOSAL_ADDED = "proposal_added", _("The words “%(quote)s” of %(subject)s were proposed by hand.")
    WORDING_ATTACHED = "wording_attached", _("The official words “%(quote)s” were attached to %(subject)s.")
    TEXT_PUBLISHED = "text_published", _("The official text of %(subject)s was published.")
    CREATED = "created", _("%(subject)s was created.")
    EDITED = "edited", _("%(subject)s was edited: %(fields)s.")
    DELETED = "deleted", _("%(subject)s was deleted.")
    DRAFT_STARTED = "draft_started", _("A report on %(subject)s was begun for %(partner)s.")
    SUBMITTED = "submitted", _("%(partner)s reported on %(subject)s: %(status)s.")
    ENTERED = "entered", _("Staff entered the report of %(partner)s on %(subject)s: %(status)s.")
    WITHDRAWN = "withdrawn", _("%(partner)s withdrew its report on %(subject)s.")
    RETURNED = "returned", _("The report of %(partner)s on %(subject)s was returned.")
    ACCEPTED = "accepted", _("The report of %(partner)s on %(subject)s was accepted: %(status)s.")
    ACCEPTED_TOGETHER = (
        "accepted_together",
        _("The report of %(partner)s on %(subject)s was accepted together with others: %(reason)s"),
    )
    REPORT_REVOKED = (
        "report_revoked",
        _("The report of %(partner)s on %(subject)s was withdrawn by the review: %(reason)s"),
    )
    REPORT_PUBLISHED = "report_published", _("The report of %(partner)s on %(subject)s was published.")
    REPLIED = "replied", _("%(partner)s replied to the assessment of %(subject)s.")
    SUPPLIED = "supplied", _("%(partner)s supplied a text for the report on %(subject)s.")
    TAKEN_OVER = "taken_over", _("The text supplied by %(partner)s for %(subject)s was taken over.")
    OBJECTED = "objected", _("%(partner)s objected to the report entered for it on %(subject)s.")
    WISH_GRANTED = "wish_granted", _("A wish of %(partner)s on %(subject)s was granted.")
    WISH_DECLINED = "wish_declined", _("A wish of %(partner)s on %(subject)s was declined: %(reason)s")
    ROUND_OPENED = "round_opened", _("The round %(title)s was opened: %(count)s contributions, due on %(due_on)s.")
    ROUND_EXTENDED = "round_extended", _("The round %(title)s was extended from %(before)s to %(after)s: %(reason)s")
    ROUND_CLOSED = "round_closed", _("The round %(title)s was closed.")
    ROUND_CANCELLED = "round_cancelled", _("The round %(title)s was taken back: %(reason)s")
    ROUND_REMINDED = "round_reminded", _("The round %(title)s: %(count)s reminders were ordered.")
    PUBLICATION_SET = "publication_set", _("%(subject)s is to be published at %(at)s.")
    PUBLICATION_CANCELLED = "publication_cancelled", _("%(subject)s is no longer to be published at a set time.")
    INVITED = "invited", _("%(subject)s was invited for %(partner)s: %(roles)s.")
    INVITED_STAFF = "invited_staff", _("%(subject)s was invited: %(roles)s.")
    INVITED_AGAIN = "invited_again", _("%(subject)s was invited once more.")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("The invitation of %(subject)s was withdrawn.")
    ACCOUNT_SET_UP = "account_set_up", _("%(subject)s was set up with the invitation.")
    ROLES_CHANGED = "roles_changed", _("The roles of %(subject)s were changed from %(before)s to %(after)s.")
    MANDATE_GIVEN = "mandate_given", _("%(subject)s acts for %(partner)s.")
    MANDATE_CHANGED = "mandate_changed", _("How %(subject)s acts for %(partner)s was changed: %(fields)s.")
    MANDATE_TAKEN = "mandate_taken", _("%(subject)s does not act for %(partner)s any more.")
    HANDED_OVER = "handed_over", _("The work for %(partner)s was handed over from %(giver)s to %(taker)s.")
    ACCOUNT_DISABLED = "account_disabled", _("%(subject)s was disabled and its sessions ended.")
    ACCOUNT_ENABLED = "account_enabled", _("%(subject)s was enabled again.")
    ACCOUNT_ERASED = "account_erased", _("%(subject)s was deleted; the protocol keeps its pseudonym.")
    PERSON_ERASED = "person_erased", _("The personal data of %(subject)s were deleted: %(reason)s")
    ADDRESS_ERASED = "address_erased", _("A mail address was deleted from the record: %(reason)s")
    PERSON_EXPORTED = "person_exported", _("The personal data of %(subject)s were handed out.")
    TICKETS_CLEARED = "tickets_cleared", _("Address and words were removed from answered messages: %(count)s.")
    MAIL_CLEARED = "mail_cleared", _("Old messages of the outbox were removed: %(count)s.")
    LINK_MENDED = "link_mended", _("An address of %(subject)s now leads to %(url)s.")
    ARCHIVE_KEPT = "archive_kept", _("As archived copy of a source of %(subject)s, %(url)s was named.")
    FACTOR_RESET = "factor_reset", _("The second factors of %(subject)s were taken away and its sessions ended.")
    PASSWORD_TAKEN = (
        "password_taken",
        _("The password and the second factors of %(subject)s were taken away and its sessions ended."),
    )
    PASSWORD_LINK_SENT = "password_link_sent", _("A link for a new password was sent to %(subject)s.")
    TICKET_CLOSED = "ticket_closed", _("Message %(subject)s was answered.")
    REDACTED = "redacted", _("A text of %(subject)s was removed from a published version: %(reason)s")
    PRUNED = "pruned", _("Entries of the protocol from before %(horizon)s were removed: %(count)s.")
    MAIL_RETRIED = "mail_retried", _("%(count)s messages of the outbox were put up for another try.")
    PROTOCOL_EXPORTED = "protocol_exported", _("The protocol was exported as %(format)s: %(count)s entries.")
