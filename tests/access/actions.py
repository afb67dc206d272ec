"""Who may send what: every form of the reporting cycle as it is sent, and what becomes of it for each of the cast.

`!` it is done, `-` it changes nothing (an answer says why), `>` led to the sign-in, `x` refused, `0` not found. The
members stand in the order of `tests.cast.PEOPLE`, as in `table.py`. What is no `!` leaves every row as it is. Forms
that need the word of the page they stand on (saving and deleting an account) come without it: they are asked once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from tests.access.table import arguments
from tests.cast import Cast
from tests.uploads.files import MAIL, pdf, upload
from tracker.admin.actions import SALT
from tracker.admin.face import faces
from tracker.models import Account, Commitment, OutboxMail, Wish
from tracker.vocabulary import Reporting

Values = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """One form that is sent to one address, and what becomes of it for everybody."""

    name: str
    about: str
    sends: str
    answers: str

    @property
    def room(self) -> str:
        """The namespace of the address."""
        return self.name.partition(":")[0]

    def url(self, the_cast: Cast) -> str:
        """Where it is sent to; the list of the new round names its agreement in the address."""
        place = reverse(self.name, args=place_of(self.about, the_cast))
        return f"{place}?vereinbarung={the_cast.agreement.slug}" if self.sends == "open_round" else place

    def values(self, the_cast: Cast) -> Values:
        """What a browser of somebody who may do it would send."""
        return FORMS[self.sends](the_cast)


def place_of(about: str, the_cast: Cast) -> tuple[object, ...]:
    """Return the arguments of an address; some are about things that only actions speak of."""
    own: dict[str, Callable[[], int]] = {
        "pending": lambda: the_cast.pending.pk,
        "entered": lambda: _part(the_cast, "entered"),
        "disabled": lambda: the_cast.people["disabled"].pk,
        "invited": lambda: invited().pk,
        "partner-b": lambda: the_cast.b.pk,
    }
    return (own[about](),) if about in own else arguments(about, the_cast)


def invited() -> Account:
    """The account that was invited last and is not set up."""
    return Account.objects.order_by("pk").last() or Account()


def _part(the_cast: Cast, report: str) -> int:
    return the_cast.reports[report].contribution_id or 0


def _seen(commitment: Commitment, the_cast: Cast) -> str:
    """The word of a preview: what the page of the commitment says now."""
    return signing.dumps([face.as_data() for face in faces([commitment], on=the_cast.today)], salt=SALT, compress=True)


def _said(the_cast: Cast, **more: Any) -> Values:
    return {
        "status": "in_progress",
        "as_of": the_cast.today.isoformat(),
        "as_of_precision": "day",
        "summary": "Von anderer Hand.",
        "link-TOTAL_FORMS": "0",
        "link-INITIAL_FORMS": "0",
        "version": "0",
        **more,
    }


def _draft(the_cast: Cast, **more: Any) -> Values:
    return _said(the_cast, version=str(the_cast.reports["draft"].version), **more)


def _decision(the_cast: Cast, **more: Any) -> Values:
    report = the_cast.reports["submitted"]
    seen = _seen(report.commitment, the_cast)
    return {"version": report.version, "assessed_status": report.status, "grade": "document", "_seen": seen, **more}


def _round(the_cast: Cast, **more: Any) -> Values:
    return {"version": the_cast.open.version, "reason": "Auf Wunsch.", **more}


def _later(the_cast: Cast, number: int) -> str:
    return (the_cast.today + timedelta(days=number)).isoformat()


def _person(name: str) -> Callable[[Cast], Values]:
    """The form of an account with other roles and another address, as its page would send it."""

    def values(the_cast: Cast) -> Values:
        account = the_cast.people[name]
        rows = {"mandates-TOTAL_FORMS": "0", "mandates-INITIAL_FORMS": "0"}
        who = {"first_name": "Neu", "last_name": account.last_name, "email": account.email, "language": "de"}
        return {**who, **rows, "roles": ["partner_reporter", "editor", "reviewer", "administrator"]}

    return values


def _grant(the_cast: Cast) -> Values:
    wish = Wish.objects.select_related("report__commitment").get()
    return {
        "_step": "confirm",
        "_seen": _seen(wish.report.commitment, the_cast),
        "due_on": _later(the_cast, 400),
        "wording": "bis dahin",
        "precision": "day",
        "basis": "stated",
        "reason": "Auf Wunsch.",
        "answer": "",
    }


def _row(the_cast: Cast) -> Values:
    """One row of the form for all open items, on a contribution of A."""
    pk = the_cast.of[Reporting.DUE].pk
    return {
        "as_of": the_cast.today.isoformat(),
        "item": str(pk),
        f"item-{pk}-status": "in_progress",
        f"item-{pk}-summary": "Von anderer Hand.",
        f"item-{pk}-version": "0",
    }


FORMS: dict[str, Callable[[Cast], Values]] = {
    "save": lambda c: _said(c, action="save"),
    "autosave": lambda c: _said(c, action="autosave"),
    "submit": lambda c: _said(c, action="submit"),
    "save_draft": lambda c: _draft(c, action="save"),
    "submit_draft": lambda c: _draft(c, action="submit"),
    "resolve": lambda c: _draft(c, action="resolve"),
    "add_link": lambda c: _said(c, action="add_link"),
    "upload": lambda c: _said(
        c, action="upload", upload=upload("x.pdf", pdf()), upload_title="Beleg", upload_publisher="Verband"
    ),
    "remove_pdf": lambda c: _said(c, action=f"remove_file:{arguments('pdf-submitted', c)[0]}"),
    "take_over": lambda c: _draft(c, action=f"take_over:{c.supply.pk}"),
    "withdraw": lambda c: {"action": "withdraw"},
    "reply": lambda c: {"action": "reply", "report": str(c.reports["pending"].pk), "reply": "Das sehen wir anders."},
    "object": lambda c: {"action": "object", "report": str(c.reports["entered"].pk), "objection": "So nicht."},
    "unchanged": lambda c: {"as_of": c.today.isoformat()},
    "supply": lambda c: {"text": "Von anderer Hand.", "links": "", "version": str(c.supply.version)},
    "row": _row,
    "accept": lambda c: _decision(c, _step="confirm"),
    "return": lambda c: {"_step": "return", "version": c.reports["submitted"].version, "summary": "Bitte genauer."},
    "accept_many": lambda c: {
        "meldung": f"{c.reports['submitted'].pk}.{c.reports['submitted'].version}",
        "reason": "Nur bestätigt.",
    },
    "revoke": lambda c: {
        "_step": "confirm",
        "_seen": _seen(c.reports["accepted"].commitment, c),
        "version": c.reports["accepted"].version,
        "reason": "Die Zahlen stimmen nicht.",
    },
    "grant": _grant,
    "decline": lambda c: {"_step": "decline", "answer": "Das geht nicht."},
    "mail": lambda c: _said(c, received_on=c.today.isoformat(), mail=upload("x.eml", MAIL)),
    "open_round": lambda c: {
        "_step": "open",
        "title": "Noch eine Runde",
        "starts_on": c.today.isoformat(),
        "due_on": _later(c, 30),
        "ask": str(c.of[Reporting.NOT_ASKED].pk),
        "common_reason": "Nur dieser eine.",
    },
    "extend": lambda c: _round(c, due_on=_later(c, 60)),
    "close": lambda c: {"version": c.open.version},
    "cancel": _round,
    "publish_at": lambda c: {"version": c.open.version, "publish_at": f"{_later(c, 40)}T09:00"},
    "publish_agreement_at": lambda c: {
        "version": c.hidden_agreement.version,
        "publish_at": f"{_later(c, 40)}T09:00",
    },
    "nothing": lambda c: {},
    "sure": lambda c: {"sure": "on"},
    "invite": lambda c: {
        "_step": "confirm",
        "email": "noch-jemand@example.org",
        "roles": ["partner_reporter"],
        "partners": [c.a.pk],
        "language": "de",
    },
    "hand_over": lambda c: {"partners": [c.b.pk], "after": c.people["member"].pk},
    "all_roles": _person("reporter_of_b"),
    "mandate": lambda c: {"account": c.people["member"].pk},
    "confirm": lambda c: {"post": "yes"},
    "mail_again": lambda c: {"action": "try_again", "_selected_action": [_given_up()]},
    "csv": lambda c: {"art": "csv"},
    "order_balance": lambda c: {
        "title": "Noch eine Bilanz",
        "slug": "noch-eine-bilanz",
        "kind": "interim",
        "agreement": c.agreement.pk,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    },
    "name": lambda c: {"first_name": "Neu", "last_name": "Name", "language": "de", "email": "fremd@example.org"},
}


def _given_up() -> int:
    return OutboxMail.objects.exclude(given_up_at=None).latest("pk").pk


TABLE = """
portal:report                             due                 save                 >!x00000>
portal:report                             due                 autosave             >!x00000>
portal:report                             due                 submit               >!x00000>
portal:report                             due                 add_link             >!x00000>
portal:report                             due                 upload               >!x00000>
portal:report                             due                 remove_pdf           >!x00000>
portal:report                             never-asked         submit               >!x00000>
portal:report                             of-group            save_draft           >!x00000>
portal:report                             of-group            submit_draft         >!x00000>
portal:report                             of-group            resolve              >!x00000>
portal:report                             of-group            take_over            >!x00000>
portal:report                             due                 take_over            >-x00000>
portal:report                             in-review           save                 >-x00000>
portal:report                             in-review           submit               >-x00000>
portal:report                             in-review           withdraw             >!x00000>
portal:report                             in-review           remove_pdf           >-x00000>
portal:report                             due                 withdraw             >-x00000>
portal:report                             pending             reply                >!x00000>
portal:report                             due                 reply                >0x00000>
portal:report                             of-b                reply                >0000000>
portal:report                             entered             object               >00!0000>
portal:report                             entered             withdraw             >00!0000>
portal:report                             due                 object               >0x00000>
portal:report                             of-b                submit               >00!0000>
portal:report                             of-b-draft          withdraw             >00-0000>
portal:report                             of-hidden           submit               >0000000>
portal:unchanged                          accepted            unchanged            >!x00000>
portal:unchanged                          due                 unchanged            >-x00000>
portal:unchanged                          of-hidden           unchanged            >0000000>
portal:supply                             of-group            supply               >000!000>
portal:supply                             of-b                supply               >0000000>
portal:all                                -                   row                  >!x--xxx>
portal:table_upload                       -                   nothing              >-x--xxx>
portal:home                               -                   nothing              mmmmmmmmm
portal:history                            due                 nothing              mmmmmmmmm
portal:evidence                           pdf-submitted       nothing              mmmmmmmmm
admin:review_report                       report-submitted    accept               >xxxxx!x>
admin:review_report                       report-submitted    return               >xxxxx!x>
admin:review_report                       report-draft        accept               >xxxxx-x>
admin:review_report                       report-accepted     return               >xxxxx-x>
admin:review_many                         -                   accept_many          >xxxxx!x>
admin:review_revoke                       report-accepted     revoke               >xxxxx!x>
admin:review_revoke                       report-draft        revoke               >xxxxx-x>
admin:review_wish                         wish                grant                >xxxx!!!>
admin:review_wish                         wish                decline              >xxxx!!!>
admin:mail_entry_report                   of-b                mail                 >xxxx!x!>
admin:mail_entry                          -                   nothing              >xxxx-x->
admin:tracker_reportinground_add          -                   open_round           >xxxx!x!>
admin:tracker_reportinground_remind       round               nothing              >xxxx!x!>
admin:tracker_reportinground_extend       round               extend               >xxxx!x!>
admin:tracker_reportinground_close        round               close                >xxxx-x->
admin:tracker_reportinground_cancel       round               cancel               >xxxx!x!>
admin:tracker_reportinground_cancel       round-closed        cancel               >xxxx-x->
admin:tracker_reportinground_extend       round-closed        extend               >xxxx-x->
admin:tracker_reportinground_publication  round               publish_at           >xxxx!x!>
admin:tracker_reportinground_delete       round               confirm              >xxxxxxx>
admin:tracker_agreement_publication       hidden-agreement-pk publish_agreement_at >xxxx!x!>
admin:tracker_statusreport_change         report-draft        save_draft           >xxxx0x0>
admin:tracker_statusreport_change         report-accepted     save_draft           >xxxx0x0>
admin:tracker_statusreport_delete         report-draft        confirm              >xxxxxxx>
admin:tracker_statusreport_revoke         report-accepted     confirm              >xxxx0x0>
admin:tracker_account_add                 -                   invite               >xxxxxx!>
admin:tracker_account_change              person              all_roles            >xxxxxx->
admin:tracker_account_hand_over           person              hand_over            >xxxxxx!>
admin:tracker_account_disable             person              sure                 >xxxxxx!>
admin:tracker_account_enable              disabled            nothing              >xxxxxx!>
admin:tracker_account_delete              disabled            confirm              >xxxxxx->
admin:tracker_account_delete              person              confirm              >xxxxxx->
admin:tracker_account_invite_again        invited             nothing              >xxxxxx!>
admin:tracker_account_withdraw_invitation invited             nothing              >xxxxxx!>
admin:tracker_account_reset_factor        person              nothing              >xxxxxx!>
admin:tracker_account_password_link       person              nothing              >xxxxxx!>
admin:tracker_partner_people              partner-b           mandate              >xxxxxx!>
admin:tracker_account_export              person              nothing              >xxxxxx->
admin:tracker_account_erase               person              nothing              >xxxxxx->
admin:tracker_outboxmail_changelist       -                   mail_again           >xxxxxx!>
admin:tracker_outboxmail_delete           outboxmail          confirm              >xxxxxxx>
admin:tracker_auditevent_export           -                   csv                  >xxxxxx!>
admin:tracker_auditevent_delete           auditevent          confirm              >xxxxxxx>
admin:tracker_balancereport_add           -                   order_balance        >xxxx!x!>
accounts:account                          -                   name                 >!!!!!!!>
accounts:end_session                      nothing             nothing              >0000000>
"""
ACTIONS = [Action(*line.split()) for line in TABLE.strip().splitlines()]
