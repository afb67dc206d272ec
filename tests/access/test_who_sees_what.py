"""Who sees drafts, submitted and returned reports, comments, supplies and files: everybody in the cast, by name."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.cast import PEOPLE
from tests.factories import make_partner, record_change
from tracker import access
from tracker.models import Commitment, Mandate, Membership, Partner, StatusReport
from tracker.vocabulary import AccountRole, Kind, MembershipRole, Origin, ReportState

STAFF = {"editor", "reviewer", "administrator"}
PEOPLE_OF_A = {"reporter_of_a", "reader_of_a"}


def everybody(the_cast):
    return {name: the_cast.person(name) or AnonymousUser() for name in PEOPLE}


def who(the_cast, may):
    """The names of those for whom it holds."""
    return {name for name, user in everybody(the_cast).items() if may(user)}


def sees(the_cast, report):
    return who(the_cast, lambda user: access.reports_for(user, on=the_cast.today).filter(pk=report.pk).exists())


@pytest.mark.parametrize("name", ["draft", "submitted", "returned", "pending", "accepted", "revoked"])
def test_a_report_of_a_is_seen_by_its_people_and_staff_whatever_its_state(the_cast, name):
    assert sees(the_cast, the_cast.reports[name]) == STAFF | PEOPLE_OF_A


@pytest.mark.parametrize("name", ["b_draft", "entered"])
def test_a_report_of_b_is_seen_by_its_people_and_staff(the_cast, name):
    assert sees(the_cast, the_cast.reports[name]) == STAFF | {"reporter_of_b"}


def test_the_public_sees_published_reports_only(the_cast):
    names = {name for name, report in the_cast.reports.items() if report in access.public_reports()}
    assert names == {"accepted", "final"}
    assert set(access.withdrawn_reports()) == {the_cast.reports["revoked"]}


def test_files_are_seen_by_those_who_see_the_report(the_cast):
    for name in ("submitted", "accepted"):
        found = the_cast.reports[name].evidence.exclude(file="").get()
        may = who(the_cast, lambda user, found=found: found in access.evidence_files(user, on=the_cast.today))
        assert may == STAFF | PEOPLE_OF_A


def test_only_reporters_report_and_only_for_their_own_organisation(the_cast):
    def may(contribution):
        return who(the_cast, lambda user: contribution in access.reportable_contributions(user, on=the_cast.today))

    assert may(the_cast.of_group) == {"reporter_of_a"}
    assert may(the_cast.of_b) == {"reporter_of_b"}


def test_nobody_reports_on_a_declaration_without_a_commitment_of_its_own(the_cast):
    part = the_cast.of_b
    with record_change():
        Commitment.objects.filter(pk=part.commitment_id).update(kind=Kind.POSITION, status=None)
    assert who(the_cast, lambda user: part in access.reportable_contributions(user, on=the_cast.today)) == set()


def test_the_report_of_a_group_is_supplied_to_by_its_members_but_not_by_its_reporter(the_cast):
    may = who(the_cast, lambda user: the_cast.of_group in access.supplied_contributions(user, on=the_cast.today))
    assert may == {"member"}
    member = the_cast.person("member")
    assert list(access.suppliers(member, the_cast.of_group, on=the_cast.today)) == [the_cast.m]
    assert list(access.suppliers(member, the_cast.of_b, on=the_cast.today)) == []


def test_a_member_of_a_group_in_a_group_supplies_to_both_until_its_membership_ends(the_cast):
    inner = make_partner("untergruppe", kind="group")
    with record_change() as change:
        Membership(group=the_cast.group, member=inner, role=MembershipRole.SUBGROUP).save()
        deep = Membership(group=inner, member=the_cast.b, role=MembershipRole.MEMBER)
        deep.save()
        change.touch(inner)
    user, part = the_cast.person("reporter_of_b"), the_cast.of_group
    assert part in access.supplied_contributions(user, on=the_cast.today)
    with record_change() as change:
        deep.end = the_cast.today - timedelta(days=1)
        deep.save()
        change.touch(inner)
    assert part not in access.supplied_contributions(user, on=the_cast.today)


def test_a_mandate_holds_up_to_its_last_day(the_cast):
    user = the_cast.person("reporter_of_a")
    Mandate.objects.filter(account=user).update(end=the_cast.today)
    assert list(access.partners_of(user, on=the_cast.today)) == [the_cast.a]
    assert list(access.partners_of(user, on=the_cast.today + timedelta(days=1))) == []
    assert not access.reports_for(user, on=the_cast.today + timedelta(days=1)).exists()


def test_a_mandate_does_not_hold_before_its_first_day(the_cast):
    user = the_cast.person("reporter_of_a")
    Mandate.objects.filter(account=user).update(start=the_cast.today + timedelta(days=1))
    assert list(access.partners_of(user, on=the_cast.today)) == []


def test_a_deputy_may_do_what_the_first_person_may(the_cast):
    user = the_cast.person("reporter_of_a")
    before = set(access.reportable_contributions(user, on=the_cast.today))
    Mandate.objects.filter(account=user).update(is_deputy=True)
    assert set(access.reportable_contributions(user, on=the_cast.today)) == before


def test_somebody_who_acts_for_two_organisations_sees_the_work_of_both(the_cast):
    user = the_cast.person("reporter_of_b")
    Mandate.objects.create(account=user, partner=the_cast.a)
    reports = access.reports_for(user, on=the_cast.today)
    assert the_cast.reports["draft"] in reports
    assert the_cast.reports["b_draft"] in reports


def test_a_role_without_a_mandate_and_a_mandate_without_a_role_are_worth_nothing(the_cast):
    member, reporter = the_cast.person("member"), the_cast.person("reporter_of_b")
    Mandate.objects.filter(account=member).delete()
    reporter.groups.clear()
    for user in (member, reporter):
        assert not access.partners_of(user, on=the_cast.today).exists()
        assert not access.reports_for(user, on=the_cast.today).exists()


def test_partners_and_the_disabled_keep_no_record(the_cast):
    assert who(the_cast, access.can_edit) == {"editor", "administrator"}
    assert who(the_cast, access.can_review) == {"reviewer"}
    assert who(the_cast, access.can_administer) == {"administrator"}
    assert who(the_cast, access.is_staff) == STAFF


def test_research_by_the_editors_is_not_among_the_reports_of_partners(the_cast):
    report = StatusReport.objects.get(pk=the_cast.reports["pending"].pk)
    assert (report.origin, report.state, report.published_at) == (Origin.PARTNER, ReportState.ACCEPTED, None)
    for name in PEOPLE_OF_A:
        seen = access.reports_for(the_cast.person(name), on=the_cast.today)
        assert set(seen.values_list("origin", flat=True)) == {Origin.PARTNER}


def test_a_commitment_of_a_draft_agreement_is_shown_to_none_of_its_partners(the_cast):
    hidden = the_cast.hidden_agreement.commitments.get().contributions.get()
    assert hidden.reporter == Partner.objects.get(pk=the_cast.a.pk)
    for name, user in everybody(the_cast).items():
        assert hidden not in access.own_contributions(user, on=the_cast.today), name
    assert hidden not in access.public_contributions()


def test_a_role_of_staff_counts_for_staff_only(the_cast):
    user = the_cast.person("reviewer")
    type(user).objects.filter(pk=user.pk).update(is_staff=False)
    user.refresh_from_db()
    assert access.has_role(user, AccountRole.REVIEWER)
    assert not access.can_review(user)
    assert not access.reports_for(user, on=the_cast.today).exists()
