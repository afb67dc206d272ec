"""What a form must not say: wrong codes, foreign fields, deadlines without words, facts without their contribution."""

from datetime import date

import pytest

from tests.admin.browsing import address, errors, form_of, list_of, values_of
from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tracker import search
from tracker.models import Agreement, Commitment, Membership, Revision
from tracker.vocabulary import Kind, MembershipRole, PartnerKind, Role

pytestmark = pytest.mark.django_db


def new_commitment(desk, agreement, **changes):
    data = desk.open(list_of(Commitment, "add"))
    entries = {
        "code": f"{agreement.code_prefix}-1.01",
        "agreement": str(agreement.pk),
        "title": "Mehr Lehrstellen",
        "description": "Die Wirtschaft bietet mehr Lehrstellen an.",
        "kind": "measure",
        "modality": "commitment",
        "verifiable": "yes",
        **changes,
    }
    return desk.send(list_of(Commitment, "add"), data, **entries)


def test_a_new_commitment_is_a_draft_with_everything_derived(desk):
    agreement, partner = make_agreement(), make_partner()
    row = {"contributions-0-partner": str(partner.pk), "contributions-0-role": Role.LEAD}
    response = new_commitment(desk, agreement, **row)
    assert response.status_code == 302, errors(response)
    item = Commitment.objects.get()
    assert item.published_at is None
    assert (item.status, item.effective_end) == ("unknown", agreement.effective_end)
    assert search.ranks("Lehrstellen") == {item.pk: 24}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "XYZ-1999-1"}, "beginnen mit"),
        ({"code": "Quatsch"}, "Kennung"),
        ({"due_on": "2027-12-31"}, "Eine Frist braucht ihre Worte"),
        ({"part_of": "XYZ-1999-1"}, "Diese Kennung gibt es nicht"),
        ({"continues": "XYZ-1999-1"}, "Diese Kennung gibt es nicht"),
        ({"instruments": "Zauberstab"}, "Dieses Instrument gibt es nicht"),
        ({"contributions-0-role": "lead"}, "Partner"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field(desk, changes, told):
    response = new_commitment(desk, make_agreement(), **changes)
    assert response.status_code == 200
    assert told in errors(response)
    assert not Commitment.objects.exists()


def test_a_field_of_another_agreement_is_refused(desk):
    other = make_agreement(fields=["Fremdes Feld"])
    field = str(other.action_fields.get().pk)
    assert "anderen Vereinbarung" in errors(new_commitment(desk, make_agreement(), action_field=field))


def test_a_commitment_is_never_part_of_itself(desk):
    parent = make_commitment(published=False)
    child = make_commitment(parent.agreement, published=False)
    with record_change():
        Commitment.objects.filter(pk=child.pk).update(part_of=parent)
    assert "Teil seiner selbst" in errors(desk.save(address(parent), part_of=child.code))


def test_a_group_never_reports(desk):
    group = make_partner("wirtschaft", kind=PartnerKind.GROUP)
    item = make_commitment()
    response = desk.save(address(item), **{"contributions-0-reporter": str(group.pk)})
    assert "keine Gruppe" in errors(response)


def test_a_contribution_with_facts_keeps_its_partner(desk):
    first, second = make_partner("erster"), make_partner("zweiter")
    item = make_commitment(leads=[first])
    make_fact(item, "in_progress", partner=first)
    response = desk.save(address(item), **{"contributions-0-partner": str(second.pk)})
    assert response.status_code == 200
    gone = desk.save(address(item), **{"contributions-0-DELETE": "on"})
    assert gone.status_code == 200
    assert item.contributions.get().partner == first


def test_what_becomes_a_declaration_has_no_status(desk):
    item = make_commitment()
    assert desk.save(address(item), kind=Kind.POSITION).status_code == 302
    item.refresh_from_db()
    assert (item.kind, item.status) == (Kind.POSITION, None)
    assert desk.save(address(item), kind=Kind.MEASURE).status_code == 302
    item.refresh_from_db()
    assert item.status == "unknown"


def test_what_only_the_database_refuses_comes_back_with_a_sentence(desk):
    group, member = make_partner("gruppe", kind=PartnerKind.GROUP), make_partner("mitglied")
    with record_change():
        Membership(group=group, member=member).save()
    before = Revision.current()
    row = {"groups-1-group": str(group.pk), "groups-1-role": MembershipRole.MEMBER}
    response = desk.save(address(member), **row)
    assert response.status_code == 200
    assert "schon" in errors(response)
    assert values_of(form_of(response))["groups-1-group"] == [str(group.pk)]
    assert Revision.current() == before


def test_the_effective_end_follows_from_term_and_extensions(desk):
    agreement = make_agreement()
    item = make_commitment(agreement)
    assert desk.save(address(agreement), **{"extensions-0-new_end": "2028-06-30"}).status_code == 302
    agreement.refresh_from_db()
    item.refresh_from_db()
    assert agreement.effective_end == item.effective_end == date(2028, 6, 30)
    assert desk.save(address(agreement), **{"extensions-0-DELETE": "on"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.effective_end == date(2026, 12, 31)


def test_an_agreement_does_not_end_before_it_was_signed(desk):
    agreement = make_agreement()
    response = desk.save(address(agreement), term_start="2020-01-01", term_end="2021-01-01")
    assert "endet vor dem Tag der Unterzeichnung" in errors(response)


def test_a_selection_says_why(desk):
    agreement = make_agreement()
    response = desk.save(address(agreement), coverage="selection")
    assert response.status_code == 200
    assert Agreement.objects.get().coverage == "full"
