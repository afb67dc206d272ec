"""Who gets what: one line per address, one letter per member of the cast.

`.` the page, `>` led to the sign-in, `r` led elsewhere, `x` refused with a sentence, `0` not found, `m` not to be
opened but only sent. The members stand in the order of `tests.cast.PEOPLE`: visitor, reporter of A, reader of A,
reporter of B, member of the group A reports for, editor, reviewer, administrator, disabled account.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps

from tests.cast import Cast
from tracker.models import BalanceReport, DataDump, Evidence, Indicator, Invitation, PublicVersion, StatusReport, Wish
from tracker.tokens import invitation_token
from tracker.vocabulary import Reporting


@dataclass(frozen=True)
class Row:
    """One address about one thing, and what everybody gets there."""

    name: str
    about: str
    answers: str

    @property
    def room(self) -> str:
        """The namespace of the address; those of the sign-in that have none belong to the accounts."""
        space, _colon, name = self.name.rpartition(":")
        return space or ("accounts" if name.startswith(("account_", "mfa_")) else "files")

    @property
    def ends_the_session(self) -> bool:
        """Whether opening it may sign somebody out, so that each visit needs a session of its own."""
        return self.room == "accounts"


def arguments(about: str, the_cast: Cast) -> tuple[object, ...]:
    """Return the arguments of an address about something in the cast's world, or about any record of a model."""
    if about == "-":
        return ()
    if about == "app":
        return ("tracker",)
    if about in apps.all_models["tracker"]:
        found = apps.get_model("tracker", about)._default_manager.order_by("pk").first()
        return (found.pk if found else 0,)
    reports, of = the_cast.reports, the_cast.of

    def pdf(report: StatusReport) -> int:
        return Evidence.objects.filter(report=report).exclude(file="").get().pk

    def balance(slug: str) -> int:
        return BalanceReport.objects.get(slug=slug).pk

    known: dict[str, object] = {
        "code": lambda: of[Reporting.CURRENT].commitment.code,
        "hidden-code": lambda: the_cast.hidden_agreement.commitments.get().code,
        "slug": lambda: the_cast.agreement.slug,
        "hidden-slug": lambda: the_cast.hidden_agreement.slug,
        "partner-a": lambda: the_cast.a.key,
        "berlin": lambda: "DE-BE",
        "due": lambda: of[Reporting.DUE].pk,
        "never-asked": lambda: of[Reporting.NOT_ASKED].pk,
        "in-review": lambda: of[Reporting.IN_REVIEW].pk,
        "accepted": lambda: of[Reporting.CURRENT].pk,
        "of-b": lambda: the_cast.of_b.pk,
        "of-b-draft": lambda: the_cast.of_b_draft.pk,
        "of-group": lambda: the_cast.of_group.pk,
        "of-hidden": lambda: the_cast.hidden_agreement.commitments.get().contributions.get().pk,
        "pdf-submitted": lambda: pdf(reports["submitted"]),
        "pdf-accepted": lambda: pdf(reports["accepted"]),
        "report-submitted": lambda: reports["submitted"].pk,
        "report-entered": lambda: reports["entered"].pk,
        "report-accepted": lambda: reports["accepted"].pk,
        "report-draft": lambda: reports["draft"].pk,
        "wish": lambda: Wish.objects.get().pk,
        "round": lambda: the_cast.open.pk,
        "round-closed": lambda: the_cast.closed.pk,
        "person": lambda: the_cast.people["reporter_of_b"].pk,
        "commitment-pk": lambda: of[Reporting.CURRENT].commitment.pk,
        "agreement-pk": lambda: the_cast.agreement.pk,
        "hidden-agreement-pk": lambda: the_cast.hidden_agreement.pk,
        "token": lambda: invitation_token(Invitation.objects.latest("pk")),
        "key": lambda: ("0", "x"),
        "nothing": lambda: 0,
        "ids": lambda: (0, 0),
        "hidden-change": lambda: f"1-{the_cast.hidden_agreement.commitments.get().code}",
        "change": lambda: _change(the_cast),
        "quarter": lambda: DataDump.objects.latest("pk").period,
        "no-quarter": lambda: "1999-Q1",
        "balance": lambda: "oeffentlich",
        "balance-hidden": lambda: "unveroeffentlicht",
        "balance-draft": lambda: "entwurf-der-bilanz",
        "balance-docx": lambda: ("oeffentlich", "docx"),
        "balance-docx-hidden": lambda: ("unveroeffentlicht", "docx"),
        "balance-docx-draft": lambda: ("entwurf-der-bilanz", "docx"),
        "balance-pk": lambda: balance("oeffentlich"),
        "balance-pk-hidden": lambda: balance("unveroeffentlicht"),
        "balance-pk-draft": lambda: balance("entwurf-der-bilanz"),
        "balance-pk-docx": lambda: (balance("oeffentlich"), "docx"),
        "balance-pk-docx-hidden": lambda: (balance("unveroeffentlicht"), "docx"),
        "balance-pk-docx-draft": lambda: (balance("entwurf-der-bilanz"), "docx"),
        "nowhere": lambda: "nichts",
        "indicator-key": lambda: Indicator.objects.order_by("pk").values_list("key", flat=True)[0],
    }
    value = known[about]()  # type: ignore[operator]
    return value if isinstance(value, tuple) else (value,)


def _change(the_cast: Cast) -> str:
    """The key of a change of a commitment that everybody may see."""
    version = PublicVersion.objects.filter(key=the_cast.of[Reporting.CURRENT].commitment.code).latest("pk")
    return f"{version.revision_id}-{version.key}"


TABLE = """
admin:mail_entry                          -                   >xxxx.x.>
admin:mail_entry_report                   of-b                >xxxx.x.>
admin:mail_proof                          report-entered      >xxxx000>
admin:mail_proof                          nothing             >xxxx000>
admin:review_queue                        -                   >xxxx...>
admin:review_many                         -                   >xxxxxrx>
admin:review_report                       report-submitted    >xxxx...>
admin:review_report                       report-entered      >xxxx...>
admin:review_report                       report-accepted     >xxxx...>
admin:review_report                       report-draft        >xxxx...>
admin:review_report                       nothing             >xxxx000>
admin:review_revoke                       report-accepted     >xxxxx.x>
admin:review_wish                         wish                >xxxx...>
admin:text_list                           -                   >xxxx...>
admin:text_new                            -                   >xxxx.x.>
admin:text_review                         nothing             >xxxx0x0>
admin:text_decide                         ids                 >xxxxmmm>
admin:text_propose                        nothing             >xxxxmmm>
admin:text_keys                           nothing             >xxxxmmm>
admin:text_publish                        nothing             >xxxx0x0>
admin:text_attach                         nothing             >xxxx0x0>
admin:index                               -                   >xxxx...>
admin:login                               -                   >xxxxrrr>
admin:logout                              -                   rrrrrrrrr
admin:password_change                     -                   >xxxxrrr>
admin:password_change_done                -                   >xxxx...>
admin:autocomplete                        -                   >xxxxxxx>
admin:jsi18n                              -                   >xxxx...>
admin:view_on_site                        ids                 >xxxx000>
admin:tracker_account_hand_over           person              >xxxxxx.>
admin:tracker_account_disable             person              >xxxxxx.>
admin:tracker_account_enable              person              >xxxxxx.>
admin:tracker_account_invite_again        person              >xxxxxx.>
admin:tracker_account_withdraw_invitation person              >xxxxxx.>
admin:tracker_account_reset_factor        person              >xxxxxx.>
admin:tracker_account_password_link       person              >xxxxxx.>
admin:tracker_account_export              person              >xxxxxxr>
admin:tracker_account_erase               person              >xxxxxxr>
admin:tracker_account_changelist          -                   >xxxxxx.>
admin:tracker_account_add                 -                   >xxxxxx.>
admin:tracker_account_history             person              >xxxxrrr>
admin:tracker_account_delete              person              >xxxxxxr>
admin:tracker_account_change              person              >xxxxxx.>
admin:tracker_agreement_publish           -                   >xxxx0x0>
admin:tracker_agreement_publication       agreement-pk        >xxxxrxr>
admin:tracker_agreement_publication       hidden-agreement-pk >xxxx.x.>
admin:tracker_agreement_changelist        -                   >xxxx...>
admin:tracker_agreement_add               -                   >xxxx.x.>
admin:tracker_agreement_history           agreement           >xxxxrrr>
admin:tracker_agreement_delete            agreement           >xxxxrxr>
admin:tracker_agreement_change            agreement           >xxxx...>
admin:tracker_event_changelist            -                   >xxxx...>
admin:tracker_event_add                   -                   >xxxx.x.>
admin:tracker_event_history               event               >xxxxrrr>
admin:tracker_event_delete                event               >xxxx.x.>
admin:tracker_event_change                event               >xxxx...>
admin:tracker_finding_changelist          -                   >xxxx...>
admin:tracker_finding_add                 -                   >xxxx.x.>
admin:tracker_finding_history             finding             >xxxxrrr>
admin:tracker_finding_delete              finding             >xxxxrxr>
admin:tracker_finding_change              finding             >xxxx...>
admin:tracker_contribution_reporter       -                   >xxxx0x0>
admin:tracker_contribution_split          -                   >xxxx0x0>
admin:tracker_contribution_changelist     -                   >xxxx...>
admin:tracker_contribution_add            -                   >xxxxxxx>
admin:tracker_contribution_history        contribution        >xxxxrrr>
admin:tracker_contribution_delete         contribution        >xxxxrxr>
admin:tracker_contribution_change         contribution        >xxxx...>
admin:tracker_commitment_drop             commitment-pk       >xxxx.x.>
admin:tracker_commitment_deadline         commitment-pk       >xxxx.x.>
admin:tracker_commitment_wording          commitment-pk       >xxxx.x.>
admin:tracker_commitment_publish          -                   >xxxx0x0>
admin:tracker_commitment_import           -                   >xxxx.x.>
admin:tracker_commitment_import_template  -                   >xxxx...>
admin:tracker_commitment_changelist       -                   >xxxx...>
admin:tracker_commitment_add              -                   >xxxx.x.>
admin:tracker_commitment_history          commitment-pk       >xxxxrrr>
admin:tracker_commitment_delete           commitment-pk       >xxxxrxr>
admin:tracker_commitment_change           commitment-pk       >xxxx...>
admin:tracker_auditevent_export           -                   >xxxxxxm>
admin:tracker_auditevent_changelist       -                   >xxxx...>
admin:tracker_auditevent_add              -                   >xxxxxxx>
admin:tracker_auditevent_history          auditevent          >xxxxrrr>
admin:tracker_auditevent_delete           auditevent          >xxxxxxx>
admin:tracker_auditevent_change           auditevent          >xxxx...>
admin:tracker_revision_changelist         -                   >xxxx...>
admin:tracker_revision_add                -                   >xxxxxxx>
admin:tracker_revision_history            revision            >xxxxrrr>
admin:tracker_revision_delete             revision            >xxxxxxx>
admin:tracker_revision_change             revision            >xxxx...>
admin:tracker_publicversion_changelist    -                   >xxxx...>
admin:tracker_publicversion_add           -                   >xxxxxxx>
admin:tracker_publicversion_history       publicversion       >xxxxrrr>
admin:tracker_publicversion_delete        publicversion       >xxxxxxx>
admin:tracker_publicversion_change        publicversion       >xxxx...>
admin:tracker_statusreport_revoke         report-accepted     >xxxx0x0>
admin:tracker_statusreport_revoke         report-draft        >xxxx0x0>
admin:tracker_statusreport_changelist     -                   >xxxx...>
admin:tracker_statusreport_add            -                   >xxxx.x.>
admin:tracker_statusreport_history        report-accepted     >xxxxrrr>
admin:tracker_statusreport_delete         report-accepted     >xxxxxxx>
admin:tracker_statusreport_change         report-accepted     >xxxx...>
admin:tracker_statusreport_change         report-draft        >xxxx...>
admin:tracker_balancereport_changelist    -                   >xxxx...>
admin:tracker_balancereport_add           -                   >xxxx.x.>
admin:tracker_balancereport_history       balance-pk          >xxxxrrr>
admin:tracker_balancereport_delete        balance-pk          >xxxxxxx>
admin:tracker_balancereport_delete        balance-pk-hidden   >xxxx.x.>
admin:tracker_balancereport_change        balance-pk          >xxxx...>
admin:tracker_balancereport_change        balance-pk-draft    >xxxx...>
admin:tracker_indicator_changelist        -                   >xxxx...>
admin:tracker_indicator_add               -                   >xxxx.x.>
admin:tracker_indicator_history           indicator           >xxxxrrr>
admin:tracker_indicator_delete            indicator           >xxxx.x.>
admin:tracker_indicator_change            indicator           >xxxx...>
admin:tracker_checkedlink_changelist      -                   >xxxx...>
admin:tracker_checkedlink_add             -                   >xxxxxxx>
admin:tracker_checkedlink_history         checkedlink         >xxxxrrr>
admin:tracker_checkedlink_delete          checkedlink         >xxxxxxx>
admin:tracker_checkedlink_change          checkedlink         >xxxxrrr>
admin:tracker_source_changelist           -                   >xxxx...>
admin:tracker_source_add                  -                   >xxxx.x.>
admin:tracker_source_history              source              >xxxxrrr>
admin:tracker_source_delete               source              >xxxxrxr>
admin:tracker_source_change               source              >xxxx...>
admin:tracker_targetgroup_changelist      -                   >xxxx...>
admin:tracker_targetgroup_add             -                   >xxxx.x.>
admin:tracker_targetgroup_history         targetgroup         >xxxxrrr>
admin:tracker_targetgroup_delete          targetgroup         >xxxxrxr>
admin:tracker_targetgroup_change          targetgroup         >xxxx...>
admin:tracker_instrument_changelist       -                   >xxxx...>
admin:tracker_instrument_add              -                   >xxxx.x.>
admin:tracker_instrument_history          instrument          >xxxxrrr>
admin:tracker_instrument_delete           instrument          >xxxxrxr>
admin:tracker_instrument_change           instrument          >xxxx...>
admin:tracker_land_changelist             -                   >xxxx...>
admin:tracker_land_add                    -                   >xxxx.x.>
admin:tracker_land_history                land                >xxxxrrr>
admin:tracker_land_delete                 land                >xxxxrxr>
admin:tracker_land_change                 land                >xxxx...>
admin:tracker_landalliance_changelist     -                   >xxxx...>
admin:tracker_landalliance_add            -                   >xxxx.x.>
admin:tracker_landalliance_history        landalliance        >xxxxrrr>
admin:tracker_landalliance_delete         landalliance        >xxxx.x.>
admin:tracker_landalliance_change         landalliance        >xxxx...>
admin:tracker_network_changelist          -                   >xxxx...>
admin:tracker_network_add                 -                   >xxxx.x.>
admin:tracker_network_history             network             >xxxxrrr>
admin:tracker_network_delete              network             >xxxxrxr>
admin:tracker_network_change              network             >xxxx...>
admin:tracker_outboxmail_changelist       -                   >xxxxxx.>
admin:tracker_outboxmail_add              -                   >xxxxxxx>
admin:tracker_outboxmail_history          outboxmail          >xxxxxx.>
admin:tracker_outboxmail_delete           outboxmail          >xxxxxxx>
admin:tracker_outboxmail_change           outboxmail          >xxxxxx.>
admin:tracker_partner_people              partner             >xxxxxx0>
admin:tracker_partner_changelist          -                   >xxxx...>
admin:tracker_partner_add                 -                   >xxxx.x.>
admin:tracker_partner_history             partner             >xxxxrrr>
admin:tracker_partner_delete              partner             >xxxxrxr>
admin:tracker_partner_change              partner             >xxxx...>
admin:tracker_reportinground_remind       round               >xxxxmmm>
admin:tracker_reportinground_remind       round-closed        >xxxxmmm>
admin:tracker_reportinground_extend       round               >xxxx.x.>
admin:tracker_reportinground_extend       round-closed        >xxxxrxr>
admin:tracker_reportinground_close        round               >xxxx.x.>
admin:tracker_reportinground_close        round-closed        >xxxxrxr>
admin:tracker_reportinground_cancel       round               >xxxx.x.>
admin:tracker_reportinground_cancel       round-closed        >xxxxrxr>
admin:tracker_reportinground_publication  round               >xxxx.x.>
admin:tracker_reportinground_publication  round-closed        >xxxxrxr>
admin:tracker_reportinground_changelist   -                   >xxxx...>
admin:tracker_reportinground_add          -                   >xxxx.x.>
admin:tracker_reportinground_history      round               >xxxxrrr>
admin:tracker_reportinground_history      round-closed        >xxxxrrr>
admin:tracker_reportinground_delete       round               >xxxxxxx>
admin:tracker_reportinground_delete       round-closed        >xxxxxxx>
admin:tracker_reportinground_change       round               >xxxx...>
admin:tracker_reportinground_change       round-closed        >xxxx...>
admin:tracker_pagetext_changelist         -                   >xxxx...>
admin:tracker_pagetext_add                -                   >xxxx.x.>
admin:tracker_pagetext_history            pagetext            >xxxxrrr>
admin:tracker_pagetext_delete             pagetext            >xxxxrxr>
admin:tracker_pagetext_change             pagetext            >xxxxrrr>
admin:tracker_ticket_changelist           -                   >xxxx...>
admin:tracker_ticket_add                  -                   >xxxxxxx>
admin:tracker_ticket_history              ticket              >xxxxrrr>
admin:tracker_ticket_delete               ticket              >xxxxrxr>
admin:tracker_ticket_change               ticket              >xxxx...>
admin:app_list                            app                 >xxxx...>
portal:home                               -                   >.......>
portal:all                                -                   >.x..xxx>
portal:signoff                            -                   >....xxx>
portal:table                              -                   >....xxx>
portal:table_upload                       -                   >.x..xxx>
portal:report                             due                 >..00000>
portal:report                             never-asked         >..00000>
portal:report                             in-review           >..00000>
portal:report                             accepted            >..00000>
portal:report                             of-b                >00.0000>
portal:report                             of-b-draft          >00.0000>
portal:report                             of-group            >..00000>
portal:report                             of-hidden           >0000000>
portal:report                             nothing             >0000000>
portal:unchanged                          due                 >.x00000>
portal:unchanged                          accepted            >.x00000>
portal:unchanged                          of-b                >00.0000>
portal:unchanged                          of-group            >.x00000>
portal:unchanged                          of-hidden           >0000000>
portal:unchanged                          nothing             >0000000>
portal:history                            due                 >..00000>
portal:history                            accepted            >..00000>
portal:history                            of-b                >00.0000>
portal:history                            of-group            >..00000>
portal:history                            of-hidden           >0000000>
portal:history                            nothing             >0000000>
portal:supply                             due                 >0000000>
portal:supply                             accepted            >0000000>
portal:supply                             of-b                >0000000>
portal:supply                             of-group            >000.000>
portal:supply                             of-hidden           >0000000>
portal:supply                             nothing             >0000000>
portal:evidence                           pdf-submitted       >..00...>
portal:evidence                           pdf-accepted        >..00...>
portal:evidence                           nothing             >0000000>
healthz                                   -                   .........
readyz                                    -                   .........
metrics                                   -                   000000000
evidence                                  pdf-submitted       000000000
evidence                                  pdf-accepted        .........
evidence                                  nothing             000000000
robots                                    -                   .........
security_txt                              -                   000000000
sitemap                                   -                   .........
commitments_csv                           -                   .........
commitments_json                          -                   .........
commitments_xlsx                          -                   .........
commitments_atom                          -                   .........
commitments_ics                           -                   .........
agreements_json                           -                   .........
partners_json                             -                   .........
indicators_json                           -                   .........
changes_atom                              -                   .........
changes_csv                               -                   .........
changes_json                              -                   .........
dcat_turtle                               -                   .........
dcat_jsonld                               -                   .........
datapackage                               -                   .........
dump                                      quarter             .........
dump                                      no-quarter          000000000
dump_checksum                             quarter             .........
dump_checksum                             no-quarter          000000000
api                                       -                   .........
api_schema                                -                   .........
api_commitments                           -                   .........
api_commitment                            code                .........
api_commitment                            hidden-code         000000000
api_agreements                            -                   .........
api_agreement                             slug                .........
api_agreement                             hidden-slug         000000000
api_partners                              -                   .........
api_partner                               partner-a           .........
api_partner                               nowhere             000000000
api_changes                               -                   .........
api_change                                change              .........
api_change                                hidden-change       000000000
api_indicators                            -                   .........
api_indicator                             indicator-key       .........
api_indicator                             nowhere             000000000
api_unknown                               nowhere             000000000
balance_file                              balance-docx        .........
balance_file                              balance-docx-hidden 000000000
balance_file                              balance-docx-draft  000000000
balance_draft                             balance-pk          00000...0
balance_draft                             balance-pk-hidden   00000...0
balance_draft                             balance-pk-draft    00000...0
balance_draft                             nothing             000000000
balance_draft_file                        balance-pk-docx     00000...0
balance_draft_file                        balance-pk-docx-hidden 00000...0
balance_draft_file                        balance-pk-docx-draft 00000...0
embed_image                               partner-a           .........
embed_image                               nowhere             000000000
embed                                     partner-a           .........
embed                                     nowhere             000000000
balance:balances                          -                   .........
balance:balance                           balance             .........
balance:balance                           balance-hidden      000000000
balance:balance                           balance-draft       000000000
accounts:account                          -                   >.......>
accounts:sign_in                          -                   .rrrrrrr.
accounts:sign_out                         -                   >.......>
accounts:home                             -                   >rrrrrrr>
accounts:invitation                       token               .........
accounts:sessions                         -                   >.......>
accounts:end_other_sessions               -                   >mmmmmmm>
accounts:end_session                      nothing             >mmmmmmm>
accounts:second_factor                    -                   >.......>
accounts:set_up                           -                   >.......>
account_login                             -                   .rrrrrrr.
mfa_authenticate                          -                   >rrrrrrr>
mfa_login_webauthn                        -                   >rrrrrrr>
account_logout                            -                   >.......>
account_inactive                          -                   .........
account_signup                            -                   .rrrrrrr.
account_reauthenticate                    -                   >.......>
mfa_reauthenticate                        -                   >rrrrrrr>
mfa_reauthenticate_webauthn               -                   >rrrrrrr>
account_change_password                   -                   >.......>
account_reset_password                    -                   .........
account_reset_password_done               -                   .........
account_reset_password_from_key           key                 .........
account_reset_password_from_key_done      -                   .........
mfa_index                                 -                   >.......>
mfa_activate_totp                         -                   >rrrrrrr>
mfa_deactivate_totp                       -                   >0000000>
mfa_view_recovery_codes                   -                   >0000000>
mfa_generate_recovery_codes               -                   >rrrrrrr>
mfa_download_recovery_codes               -                   >0000000>
mfa_list_webauthn                         -                   >.......>
mfa_add_webauthn                          -                   >rrrrrrr>
mfa_edit_webauthn                         nothing             >rrrrrrr>
mfa_remove_webauthn                       nothing             >rrrrrrr>
public:overview                           -                   .........
public:commitments                        -                   .........
public:commitment                         code                .........
public:commitment                         hidden-code         000000000
public:comparison                         -                   .........
public:agreements                         -                   .........
public:agreement                          slug                .........
public:agreement                          hidden-slug         000000000
public:agreement_text                     slug                000000000
public:partners                           -                   .........
public:partner                            partner-a           .........
public:laender                            -                   .........
public:land                               berlin              .........
public:changes                            -                   .........
public:method                             -                   .........
public:data                               -                   .........
public:imprint                            -                   .........
public:privacy                            -                   .........
public:accessibility                      -                   .........
public:easy_language                      -                   .........
public:sign_language                      -                   .........
public:report_barrier                     -                   .........
public:report_error                       -                   .........
public:style                              -                   000000000
"""

ROWS = [Row(*line.split()) for line in TABLE.strip().splitlines()]
ROOMS = sorted({row.room for row in ROWS})
