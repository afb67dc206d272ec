"""Personal data are kept of accounts and contacts alone: every text field of the record is judged here.

A new text field fails the test until somebody has said whether it holds data of a person.
"""

from django.apps import apps
from django.db import models

PERSONAL = {
    "account.password",
    "account.username",
    "account.first_name",
    "account.last_name",
    "account.email",
    "outboxmail.key",
    "outboxmail.last_error",
    "outboxmail.facts",
    "mailproof.file",
    "partner.contact_name",
    "partner.contact_address",
    "ticket.reply_to",
    "ticket.message",
}
"""Fields that hold data of a person, all never public; `erase_person` empties them or deletes their row."""

NONE = """
actionfield: goal key simple_words title
agreement: action_fields_note code_prefix coverage_note editor_note editor_term_note gap_note lead_note
  predecessor_note short_title signatories_note signed_at signed_on_note slug title
agreementdocument: title
agreementtarget: editor_note key text unit
alliancestage: editor_note title
alliancetarget: editor_note unit
auditevent: detail subject_key subject_kind
balancecomment: text
balancereport: document docx foreword pdf slug title
builtfile: file key query
catalogueentry: fingerprint key kind
checkedlink: host key target url
commandlock: holder name
commitment: code description due_wording editor_note involved passage_document quantity_text quantity_unit
  simple_words sort_key title verifiable_reason wording
datadump: file period sha256
deadlinemove: after_wording before_wording reason
event: editor_note key title
evidence: archive_url file publisher sha256 title url
extension: editor_note
finding: description editor_note key passage_document quantity_text quantity_unit title
findingfact: editor_note key summary
focuslist: editor_note title
formuse: mark
indicator: baseline_period baseline_reason definition editor_note editor_target_note key name reference_date
  source_organisation target_level topic unit
indicatorvalue: break_note editor_note formula reference
instrument: key name sort_key
land: code editor_note name reference
landalliance: editor_note goals homepage key lead name partner_names
mailproof: objection sha256
membership: editor_note
network: editor_note funding homepage key kind name partner_names region supporter_names
networkphase: editor_note
networkresult: text
officialtext: checksum file_name language text title
pagetext: body
partner: abbreviation editor_note homepage key name reference sort_key
partnername: abbreviation name reference
proposal: data reason
publicversion: key payload redaction_reason
reportinground: editor_note result title
reservation: editor_note key subject text
reviewcomment: text
revision: note
roundexclusion: reason
searchtext: partner subject target title wording
signatory: editor_note
signingdayalternative: editor_note
source: publisher title url
statusreport: assessment_note editor_note key next_steps problem reply revoked_reason summary
supply: links text
targetgroup: key name
textchapter: title
textsentence: why_not
ticket: answer page
wish: answer text
wordingcorrection: after before field reason
"""


def text_fields() -> set[str]:
    """Every field of the tracker that holds free text or a file, choices left out."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return {
        f"{model._meta.model_name}.{item.name}"
        for model in apps.get_app_config("tracker").get_models()
        for item in model._meta.concrete_fields
        if isinstance(item, kinds) and not item.choices
    }


def judged() -> set[str]:
    """Every field that NONE names."""
    found, model = set(), ""
    for line in NONE.strip().splitlines():
        head, colon, rest = line.partition(":")
        model = head if colon else model
        found |= {f"{model}.{name}" for name in (rest if colon else line).split()}
    return found


def test_every_text_field_is_said_to_hold_personal_data_or_none():
    assert text_fields() - PERSONAL - judged() == set()


def test_nothing_is_judged_that_is_not_there():
    assert (PERSONAL | judged()) - text_fields() == set()
    assert PERSONAL & judged() == set()
