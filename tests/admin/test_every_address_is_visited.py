"""Every address of the editors is named here with what it answers; a new one needs a row."""

import pytest
from django.urls import get_resolver, reverse

from tests.admin.browsing import list_of
from tests.admin.reviewing import make_part, open_round, submit
from tests.factories import make_agreement, make_commitment, make_fact
from tests.texts import make_text
from tracker.admin.urls import editors
from tracker.models import Contribution

OF_EVERY_LIST = {"changelist", "add", "change", "delete", "history"}
"""Visited for every model by the tests of lists, forms and deletions."""

OWN = {
    "index": ("", 200),
    "login": ("", 302),
    "password_change": ("", 302),
    "password_change_done": ("", 200),
    "jsi18n": ("", 200),
    "autocomplete": ("", 403),
    "tracker_commitment_import": ("", 200),
    "tracker_commitment_import_template": ("", 200),
    "tracker_commitment_publish": ("?ids={draft}", 200),
    "tracker_agreement_publish": ("?ids={agreement}", 200),
    "tracker_commitment_drop": ("{commitment}", 200),
    "tracker_commitment_deadline": ("{commitment}", 200),
    "tracker_commitment_wording": ("{commitment}", 200),
    "tracker_contribution_reporter": ("?ids={contribution}", 200),
    "tracker_contribution_split": ("?ids={contribution}", 200),
    "tracker_statusreport_revoke": ("{fact}", 200),
    "tracker_agreement_publication": ("{hidden}", 200),
    "tracker_reportinground_extend": ("{round}", 200),
    "tracker_reportinground_close": ("{round}", 200),
    "tracker_reportinground_cancel": ("{round}", 200),
    "tracker_reportinground_publication": ("{round}", 200),
    "tracker_reportinground_remind": ("{round}", 405),
    "mail_entry": ("", 200),
    "mail_entry_report": ("{contribution}", 200),
    "mail_proof": ("{report}", 404),
    "text_list": ("", 200),
    "text_new": ("", 200),
    "text_review": ("{text}", 200),
    "text_publish": ("{text}", 200),
    "text_attach": ("{text}", 200),
    "text_propose": ("{text}", 405),
    "text_keys": ("{text}", 405),
    "text_decide": ("{proposal}", 405),
    "review_queue": ("", 200),
    "review_many": ("", 403),
    "review_report": ("{report}", 200),
    "review_revoke": ("{report}", 403),
    "review_wish": ("{wish}", 200),
    # for administrators only: tests/admin/test_people_steps.py
    "tracker_account_hand_over": ("{account}", 403),
    "tracker_account_disable": ("{account}", 403),
    "tracker_account_enable": ("{account}", 403),
    "tracker_account_invite_again": ("{account}", 403),
    "tracker_account_withdraw_invitation": ("{account}", 403),
    "tracker_account_reset_factor": ("{account}", 403),
    "tracker_account_password_link": ("{account}", 403),
    "tracker_account_export": ("{account}", 403),
    "tracker_account_erase": ("{account}", 403),
    "tracker_partner_people": ("{partner}", 403),
    "tracker_auditevent_export": ("", 403),
}
SENT = {"logout", "view_on_site", "app_list"}
"""Left by sending a form, or kept of Django's own without a page of ours."""


def names():
    found = get_resolver().namespace_dict["admin"][1].url_patterns
    return {pattern.name for part in found for pattern in getattr(part, "url_patterns", [part]) if pattern.name}


def test_every_address_is_named():
    lists = {
        f"{model._meta.app_label}_{model._meta.model_name}_{what}"
        for model in editors._registry
        for what in OF_EVERY_LIST
    }
    assert names() - lists - {*OWN} - SENT == set()
    assert {*OWN} <= names()


@pytest.mark.parametrize("name", OWN)
def test_every_own_address_answers(desk, name):
    commitment = make_commitment()
    part = make_part()
    report = submit(part, wording_wish="Ein Wort fehlt.")
    known = {
        "commitment": commitment.pk,
        "agreement": commitment.agreement_id,
        "draft": make_commitment(published=False).pk,
        "fact": make_fact(commitment, "in_progress").pk,
        "contribution": Contribution.objects.first().pk,
        "hidden": make_agreement(published=False).pk,
        "round": open_round(part).pk,
        "report": report.pk,
        "wish": report.wishes.get().pk,
        "account": desk.account.pk,
        "partner": Contribution.objects.first().partner_id,
        "text": (text := make_text()).pk,
        "proposal": (text.pk, text.proposals.first().pk),
    }
    argument, status = OWN[name]
    if argument.startswith("?") or not argument:
        where = reverse(f"admin:{name}") + argument.format(**known)
    else:
        value = known[argument.strip("{}")]
        where = reverse(f"admin:{name}", args=value if isinstance(value, tuple) else [value])
    assert desk.client.get(where).status_code == status


def test_the_list_of_all_lists_answers(desk):
    assert desk.client.get(list_of(Contribution).rsplit("contribution/", 1)[0]).status_code == 200
