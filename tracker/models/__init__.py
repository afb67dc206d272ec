"""All models, on one import path."""

from tracker.models.accounts import Account, Invitation, Mandate
from tracker.models.agreements import (
    ActionField,
    Agreement,
    AgreementDocument,
    AgreementTarget,
    Event,
    Extension,
    Finding,
    FindingFact,
    FocusList,
    Reservation,
    Signatory,
    SigningDayAlternative,
)
from tracker.models.audit import Actor, AuditEvent, AuditRetention
from tracker.models.balance import BalanceComment, BalanceReport
from tracker.models.base import (
    OutsidePublicChange,
    PublicModel,
    PublicQuerySet,
    Source,
    VersionedModel,
    public_data_open,
)
from tracker.models.catalogue import CatalogueEntry
from tracker.models.commitments import (
    Commitment,
    Contribution,
    DeadlineMove,
    Instrument,
    StatusPeriod,
    TargetGroup,
    WordingCorrection,
)
from tracker.models.files import BuiltFile, DataDump
from tracker.models.indicators import Indicator, IndicatorValue
from tracker.models.intake import OfficialText, Proposal, TextChapter, TextParagraph, TextSentence
from tracker.models.laender import (
    AllianceStage,
    AllianceTarget,
    Land,
    LandAlliance,
    Network,
    NetworkPhase,
    NetworkResult,
)
from tracker.models.links import CheckedLink, link_key
from tracker.models.notices import CommandLock, OutboxMail
from tracker.models.partners import Membership, Partner, PartnerName
from tracker.models.record import PublicVersion, RecordState, Revision
from tracker.models.reports import (
    Evidence,
    MailProof,
    ReportingRound,
    ReviewComment,
    RoundExclusion,
    StatusReport,
    Supply,
    Wish,
)
from tracker.models.search import SearchText
from tracker.models.standing import StandingColumns
from tracker.models.texts import FormUse, PageText, Ticket

__all__ = [
    "Account",
    "ActionField",
    "Actor",
    "Agreement",
    "AgreementDocument",
    "AgreementTarget",
    "AllianceStage",
    "AllianceTarget",
    "AuditEvent",
    "AuditRetention",
    "BalanceComment",
    "BalanceReport",
    "BuiltFile",
    "CatalogueEntry",
    "CheckedLink",
    "CommandLock",
    "Commitment",
    "Contribution",
    "DataDump",
    "DeadlineMove",
    "Event",
    "Evidence",
    "Extension",
    "Finding",
    "FindingFact",
    "FocusList",
    "FormUse",
    "Indicator",
    "IndicatorValue",
    "Instrument",
    "Invitation",
    "Land",
    "LandAlliance",
    "MailProof",
    "Mandate",
    "Membership",
    "Network",
    "NetworkPhase",
    "NetworkResult",
    "OfficialText",
    "OutboxMail",
    "OutsidePublicChange",
    "PageText",
    "Partner",
    "PartnerName",
    "Proposal",
    "PublicModel",
    "PublicQuerySet",
    "PublicVersion",
    "RecordState",
    "ReportingRound",
    "Reservation",
    "ReviewComment",
    "Revision",
    "RoundExclusion",
    "SearchText",
    "Signatory",
    "SigningDayAlternative",
    "Source",
    "StandingColumns",
    "StatusPeriod",
    "StatusReport",
    "Supply",
    "TargetGroup",
    "TextChapter",
    "TextParagraph",
    "TextSentence",
    "Ticket",
    "VersionedModel",
    "Wish",
    "WordingCorrection",
    "link_key",
    "public_data_open",
]
