"""All models, on one import path."""

from tracker.models.accounts import Account
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
from tracker.models.indicators import Indicator, IndicatorValue
from tracker.models.laender import (
    AllianceStage,
    AllianceTarget,
    Land,
    LandAlliance,
    Network,
    NetworkPhase,
    NetworkResult,
)
from tracker.models.partners import Membership, Partner, PartnerName
from tracker.models.record import PublicVersion, RecordState, Revision
from tracker.models.reports import Evidence, ReportingRound, StatusReport
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
    "CatalogueEntry",
    "Commitment",
    "Contribution",
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
    "Land",
    "LandAlliance",
    "Membership",
    "Network",
    "NetworkPhase",
    "NetworkResult",
    "OutsidePublicChange",
    "PageText",
    "Partner",
    "PartnerName",
    "PublicModel",
    "PublicQuerySet",
    "PublicVersion",
    "RecordState",
    "ReportingRound",
    "Reservation",
    "Revision",
    "Signatory",
    "SigningDayAlternative",
    "Source",
    "StandingColumns",
    "StatusPeriod",
    "StatusReport",
    "TargetGroup",
    "Ticket",
    "VersionedModel",
    "WordingCorrection",
    "public_data_open",
]
