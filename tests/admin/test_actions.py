"""Every action: a form, what the public page will say, confirmation; nothing happens before that."""

from datetime import date

import pytest
from django.urls import reverse

from tests.admin.browsing import address, errors, form_of, list_of, values_of, words
from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tracker.models import Agreement, AuditEvent, Commitment, Contribution, Membership, Revision, StatusReport
from tracker.vocabulary import Kind, PartnerKind, ReportState, Role, Verb

pytestmark = pytest.mark.django_db


def preview(desk, where, **entries):
    """Fill in the form of an action and look at the preview."""
    return desk.send(where, desk.open(where), _step="preview", **entries)


def confirm(desk, where, response):
    return desk.send(where, values_of(form_of(response)), _step="confirm")


def action(name, item):
    return reverse(f"admin:tracker_{name}", args=[item.pk])


def test_dropping_shows_the_page_first_and_then_records_the_reason(desk):
    item = make_commitment()
    where = action("commitment_drop", item)
    before = Revision.current()
    response = preview(desk, where, reason="Das Programm endete.", as_of="2026-03-31", grade="none")
    assert "Das wird auf der öffentlichen Seite stehen" in words(response)
    assert "nicht weiterverfolgt" in words(response) and "Status nicht bekannt" in words(response)
    assert Revision.current() == before
    assert not StatusReport.objects.exists()
    assert confirm(desk, where, response).status_code == 302
    item.refresh_from_db()
    assert item.status == "dropped"
    assert AuditEvent.objects.filter(verb=Verb.DROPPED).count() == 1


def test_dropping_without_a_reason_says_so_at_the_field_and_keeps_the_rest(desk):
    item = make_commitment()
    where = action("commitment_drop", item)
    response = preview(desk, where, reason=" ", as_of="2026-03-31", grade="none")
    assert "Begründung" in errors(response)
    assert values_of(form_of(response))["as_of"] == ["2026-03-31"]


def test_moving_a_deadline_keeps_the_earlier_one(desk):
    item = make_commitment(due_on=date(2026, 6, 30))
    where = action("commitment_deadline", item)
    response = preview(desk, where, due_on="2027-12-31", wording="bis Ende 2027", reason="Beschluss.")
    assert "zuerst vereinbart: 30. Juni 2026" in words(response)
    assert "bis Ende 2027" in words(response)
    confirm(desk, where, response)
    item.refresh_from_db()
    assert (item.due_on, item.due_on_agreed, item.deadline_moves) == (date(2027, 12, 31), date(2026, 6, 30), 1)


def test_the_workflow_says_at_its_field_why_a_deadline_does_not_move(desk):
    item = make_commitment(due_on=date(2026, 6, 30))
    response = preview(desk, action("commitment_deadline", item), reason="Weil.")
    assert response.status_code == 200
    assert "Neue Frist" in errors(response)


def test_correcting_texts_keeps_both_with_the_reason(desk):
    item = make_commitment(title="Fehrler im Titel")
    where = action("commitment_wording", item)
    response = preview(desk, where, title="Kein Fehler im Titel", reason="Schreibfehler.")
    assert "Fehrler im Titel" in words(response) and "Kein Fehler im Titel" in words(response)
    confirm(desk, where, response)
    item.refresh_from_db()
    assert item.title == "Kein Fehler im Titel"
    assert item.corrections.get().before == "Fehrler im Titel"


def test_nothing_corrected_is_told(desk):
    item = make_commitment()
    response = preview(desk, action("commitment_wording", item), reason="Weil.")
    assert "Nichts ist anders" in errors(response)
    assert not item.corrections.exists()


FACT = {
    "status": "in_progress",
    "as_of": "2026-05-31",
    "as_of_precision": "month",
    "summary": "Die ersten Stellen sind ausgeschrieben.",
    "grade": "document",
    "seen_on": "2026-06-02",
    "form-0-title": "Pressemitteilung",
    "form-0-publisher": "Ministerium",
    "form-0-url": "https://example.org/mitteilung",
    "form-0-seen_on": "2026-06-02",
}


def fact_url(item):
    return f"{reverse('admin:tracker_statusreport_add')}?commitment={item.code}"


def test_a_researched_fact_is_added_with_its_evidence(desk):
    item = make_commitment()
    response = preview(desk, fact_url(item), **FACT)
    assert "in Umsetzung" in words(response)
    assert "Die ersten Stellen sind ausgeschrieben." in words(response)
    assert confirm(desk, fact_url(item), response).status_code == 302
    report = StatusReport.objects.get()
    assert (report.as_of, report.as_of_precision, report.changed_by_staff) == (date(2026, 5, 31), "month", True)
    assert report.evidence.get().publisher == "Ministerium"
    item.refresh_from_db()
    assert item.status == "in_progress"


def test_a_fact_may_speak_for_one_contribution(desk):
    first, second = make_partner("erster"), make_partner("zweiter")
    item = make_commitment(leads=[first, second])
    part = item.contributions.get(partner=first)
    response = preview(desk, fact_url(item), **FACT, contribution=str(part.pk))
    confirm(desk, fact_url(item), response)
    assert StatusReport.objects.get().contribution == part


def test_evidence_and_its_kind_belong_together(desk):
    item = make_commitment()
    response = preview(desk, fact_url(item), **{**FACT, "grade": "none"})
    assert "Art von Beleg" in errors(response)
    without = {name: value for name, value in FACT.items() if not name.startswith("form-")}
    assert "Nennen Sie unten die Quelle" in errors(preview(desk, fact_url(item), **without))
    assert not StatusReport.objects.exists()


def test_one_more_source_makes_room_and_loses_nothing(desk):
    item = make_commitment()
    response = desk.send(fact_url(item), desk.open(fact_url(item)), _step="more", **FACT)
    data = values_of(form_of(response))
    assert data["summary"] == [FACT["summary"]]
    assert data["form-TOTAL_FORMS"] == ["2"]
    assert not errors(response)


def test_back_to_the_form_loses_nothing(desk):
    item = make_commitment()
    response = preview(desk, fact_url(item), **FACT)
    again = desk.send(fact_url(item), values_of(form_of(response)), _step="edit")
    data = values_of(form_of(again))
    assert {name: data[name] for name in FACT} == {name: [value] for name, value in FACT.items()}


def test_a_fact_without_a_commitment_asks_for_its_code(desk):
    item = make_commitment()
    where = reverse("admin:tracker_statusreport_add")
    assert "Kennung" in words(desk.get(where))
    assert "Diese Kennung gibt es nicht" in errors(desk.get(f"{where}?commitment=XX-2000-1"))
    response = desk.client.get(f"{where}?commitment={item.code} {item.title}")
    assert response.url == fact_url(item)


def test_correcting_a_fact_withdraws_the_old_one_with_the_reason(desk):
    item = make_commitment()
    report = make_fact(item, "completed")
    response = preview(desk, address(report), status="in_progress", reason="Verlesen.")
    assert "abgeschlossen" in words(response) and "in Umsetzung" in words(response)
    assert confirm(desk, address(report), response).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.revoked_reason) == (ReportState.REVOKED, "Verlesen.")
    new = StatusReport.objects.get(corrects=report)
    assert new.evidence.count() == 1
    item.refresh_from_db()
    assert item.status == "in_progress"


def test_a_source_ticked_to_go_goes_with_a_correction(desk):
    report = make_fact(make_commitment(), "in_progress", sources=2)
    response = preview(desk, address(report), reason="Doppelt.", **{"form-1-DELETE": "on"})
    confirm(desk, address(report), response)
    assert StatusReport.objects.get(corrects=report).evidence.count() == 1


def test_withdrawing_a_fact_says_why(desk):
    item = make_commitment()
    report = make_fact(item, "completed")
    where = action("statusreport_revoke", report)
    response = preview(desk, where, reason="Die Quelle war falsch.")
    assert "Status nicht bekannt" in words(response)
    confirm(desk, where, response)
    report.refresh_from_db()
    assert report.state == ReportState.REVOKED
    assert desk.client.get(where).status_code == 404
    assert desk.get(address(report))


def test_publishing_chosen_drafts_leaves_the_others(desk):
    agreement = make_agreement()
    drafts = [make_commitment(agreement, published=False) for _number in range(3)]
    chosen = {"action": "ask_to_publish", "_selected_action": [str(item.pk) for item in drafts[:2]]}
    response = desk.client.post(list_of(Commitment), chosen)
    assert response.status_code == 302
    where = response.url
    page = desk.send(where, desk.open(where), _step="preview")
    assert "ja, für alle lesbar" in words(page)
    assert confirm(desk, where, page).status_code == 302
    assert Commitment.objects.filter(published_at__isnull=False).count() == 2


def test_publishing_an_agreement(desk):
    agreement = make_agreement(published=False)
    where = f"{reverse('admin:tracker_agreement_publish')}?ids={agreement.pk}"
    response = desk.send(where, desk.open(where), _step="preview")
    confirm(desk, where, response)
    assert Agreement.objects.get().published_at is not None


def test_choosing_nothing_to_publish_says_so(desk):
    item = make_commitment()
    chosen = {"action": "ask_to_publish", "_selected_action": [str(item.pk)]}
    response = desk.client.post(list_of(Commitment), chosen, follow=True)
    assert "nichts zu tun" in words(response)


def chosen_contributions(name):
    ids = ",".join(str(key) for key in Contribution.objects.values_list("pk", flat=True))
    return f"{reverse(f'admin:tracker_contribution_{name}')}?ids={ids}"


def test_naming_who_reports_for_many_contributions_at_once(desk):
    group = make_partner("wirtschaft", kind=PartnerKind.GROUP)
    dihk = make_partner("dihk")
    for _number in range(3):
        make_commitment(leads=[group])
    where = chosen_contributions("reporter")
    response = preview(desk, where, reporter=str(dihk.pk))
    assert "keine meldende Organisation benannt" in words(response)
    before = Revision.current()
    confirm(desk, where, response)
    assert Contribution.objects.filter(reporter=dihk).count() == 3
    assert Revision.current() == before + 1


def test_splitting_joint_contributions_among_members(desk):
    group = make_partner("gewerkschaften", kind=PartnerKind.GROUP)
    members = [make_partner("dgb"), make_partner("igm")]
    other = make_partner("andere")
    with record_change():
        for member in members:
            Membership(group=group, member=member).save()
    items = [make_commitment(leads=[group]) for _number in range(2)]
    where = chosen_contributions("split")
    assert str(other.pk) not in str(form_of(desk.get(where)).select("[name=partners]"))
    response = preview(desk, where, partners=[str(member.pk) for member in members])
    confirm(desk, where, response)
    for item in items:
        assert {part.partner.key for part in item.contributions.all()} == {"dgb", "igm"}
        assert {part.role for part in item.contributions.all()} == {Role.LEAD}


def test_a_split_that_fails_for_one_fails_for_all_and_says_for_which(desk):
    group, dgb = make_partner("gewerkschaften", kind=PartnerKind.GROUP), make_partner("dgb")
    make_commitment(leads=[group])
    double = make_commitment(leads=[group, dgb])
    ids = ",".join(str(key) for key in Contribution.objects.filter(partner=group).values_list("pk", flat=True))
    where = f"{reverse('admin:tracker_contribution_split')}?ids={ids}"
    response = preview(desk, where, partners=[str(dgb.pk)])
    assert double.code in errors(response)
    assert Contribution.objects.filter(partner=group).count() == 2


def test_a_position_offers_no_status(desk):
    item = make_commitment(kind=Kind.POSITION)
    assert form_of(desk.get(fact_url(item))).select("#id_status option[value=completed]") == []


@pytest.mark.parametrize("ids", ["", "0", "x", "1;2", "9" * 30, ",".join(["1"] * 201)])
def test_nonsense_in_the_address_of_a_bulk_action_is_not_found(desk, ids):
    assert desk.client.get(f"{reverse('admin:tracker_contribution_reporter')}?ids={ids}").status_code == 404


def test_a_change_since_the_preview_is_shown_and_asked_again(desk, colleague):
    item = make_commitment(due_on=date(2026, 6, 30))
    where = action("commitment_deadline", item)
    response = preview(desk, where, due_on="2027-12-31", wording="bis Ende 2027", reason="Beschluss.")
    other = preview(colleague, where, due_on="2027-06-30", wording="bis Mitte 2027", reason="Anderer Beschluss.")
    assert confirm(colleague, where, other).status_code == 302
    again = confirm(desk, where, response)
    assert again.status_code == 200
    assert "inzwischen geändert" in words(again) and "bis Mitte 2027" in words(again)
    item.refresh_from_db()
    assert item.due_on == date(2027, 6, 30)
    assert confirm(desk, where, again).status_code == 302
    item.refresh_from_db()
    assert (item.due_on, item.deadline_moves) == (date(2027, 12, 31), 2)


def test_an_action_on_a_record_that_is_gone_is_not_found(desk):
    assert desk.client.get(reverse("admin:tracker_commitment_drop", args=[999999])).status_code == 404


def test_what_is_public_cannot_be_rewritten_in_the_form(desk):
    item = make_commitment(title="Wie vereinbart", due_on=date(2026, 6, 30))
    data = desk.open(address(item))
    assert not {"title", "description", "wording", "due_on", "code", "agreement", "status"} & {*data}
    desk.send(address(item), data, title="Umgeschrieben", due_on="2030-01-01", status="completed", editor_note="x")
    item.refresh_from_db()
    assert (item.title, item.due_on, item.status) == ("Wie vereinbart", date(2026, 6, 30), "unknown")


def test_correcting_a_fact_that_was_withdrawn_meanwhile_is_told_and_loses_nothing(desk, colleague):
    report = make_fact(make_commitment(), "completed")
    data = desk.open(address(report))
    where = action("statusreport_revoke", report)
    confirm(colleague, where, preview(colleague, where, reason="Falsch."))
    response = desk.send(address(report), data, _step="preview", summary="Genauer gesagt.", reason="Genauer.")
    assert response.status_code == 200
    assert "zurückgezogen" in errors(response)
    assert values_of(form_of(response))["summary"] == ["Genauer gesagt."]


def test_publishing_under_a_draft_agreement_says_that_nobody_sees_it_yet(desk):
    item = make_commitment(make_agreement(published=False), published=False)
    where = f"{reverse('admin:tracker_commitment_publish')}?ids={item.pk}"
    response = desk.send(where, desk.open(where), _step="preview")
    assert "Die Vereinbarung ist ein Entwurf" in words(response)
