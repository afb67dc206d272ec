"""What the loader makes of single things in the files."""

import json
from datetime import date

import pytest

from tests.catalogue.second_path import read
from tracker import days
from tracker.models import (
    Agreement,
    Commitment,
    Contribution,
    Indicator,
    IndicatorValue,
    Instrument,
    Network,
    Partner,
    PublicVersion,
    Signatory,
    Source,
    StatusReport,
)
from tracker.vocabulary import ActorKind, Kind, Origin, Precision, SourceStatus

pytestmark = pytest.mark.usefixtures("catalogue")


def test_the_author_of_every_fact_is_the_catalogue():
    assert set(StatusReport.objects.values_list("author__kind", "origin")) == {(ActorKind.CATALOGUE, Origin.RESEARCH)}


def test_notes_for_the_editors_are_in_no_published_version():
    notes = set()

    def collect(value):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(inner, dict | list):
                collect(inner)
            elif str(key).startswith("editor_") and inner and len(inner) > 30:
                notes.add(inner)

    for name in ("agreements", "commitments", "partners"):
        collect(read(name))
    published = json.dumps(list(PublicVersion.objects.values_list("payload", flat=True)), ensure_ascii=False)
    assert len(notes) > 40
    assert [note for note in notes if json.dumps(note, ensure_ascii=False)[1:-1] in published] == []


def test_the_placeholder_is_no_agreement():
    assert not Agreement.objects.filter(slug="allianz-nach-2026").exists()


def test_an_extension_moves_the_effective_end():
    agreement = Agreement.objects.get(slug="allianz-2019-2021")
    assert (agreement.term_end, agreement.effective_end) == (date(2021, 12, 31), date(2022, 12, 31))
    assert agreement.code_prefix == "AAW-2019"


def test_a_month_is_kept_as_its_last_day():
    facts = StatusReport.objects.filter(as_of_precision=Precision.MONTH)
    assert facts
    for fact in facts:
        assert fact.as_of == days.last_of_month(fact.as_of.year, fact.as_of.month)


def test_facts_on_declarations_are_a_chronicle_without_status():
    facts = StatusReport.objects.filter(commitment__kind=Kind.POSITION)
    assert set(facts.values_list("status", flat=True)) == {""}
    assert facts.count() == 10


def test_an_organisation_reports_for_itself_and_nobody_yet_for_a_group():
    for part in Contribution.objects.select_related("partner", "reporter"):
        assert part.reporter == (None if part.partner.is_group else part.partner)


def test_a_signature_knows_the_sources_of_both_files():
    signature = Signatory.objects.get(agreement__slug="allianz-2023-2026", partner__key="bda")
    assert signature.status == SourceStatus.SOURCED
    assert signature.sources.count() > 1
    assert Signatory.objects.filter(status=SourceStatus.UNCONFIRMED).exists()


def test_a_partner_without_a_short_name_goes_by_the_whole_one():
    assert str(Partner.objects.get(key="kammern-freie-berufe")) == Partner.objects.get(key="kammern-freie-berufe").name


def test_a_source_is_there_once_however_often_it_is_cited():
    fields = ["title", "publisher", "url", "published_on", "published_precision"]
    assert Source.objects.values(*fields).distinct().count() == Source.objects.count()


def test_instruments_are_keyed_by_their_name():
    assert Instrument.objects.get(name="Aufstiegs-BAföG").key == "aufstiegs-bafoeg"


@pytest.mark.parametrize(
    ("indicator", "breaks"),
    [
        ("gemeldete-ausbildungsstellen", [date(2022, 9, 30)]),
        ("gemeldete-stellen-betrieblich", [date(2022, 9, 30)]),
        ("vertragsloesungsquote", [date(2014, 12, 31)]),
        ("nfq-quote", [date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31)]),
    ],
)
def test_breaks_of_a_series_are_marked_and_said(indicator, breaks):
    values = IndicatorValue.objects.filter(indicator__key=indicator, break_before=True)
    assert list(values.values_list("as_of", flat=True)) == breaks
    assert all(value.break_note for value in values)


def test_two_series_are_never_drawn():
    keys = Indicator.objects.filter(never_draw=True).order_by("key").values_list("key", flat=True)
    assert list(keys) == ["nfq-quote", "willkommenslotsen-ausbildung"]


def test_an_indicator_may_belong_to_commitments_and_findings():
    indicator = Indicator.objects.get(key="neue-ausbildungsvertraege")
    assert indicator.commitments.count() == 2
    assert [finding.key for finding in indicator.findings.all()] == ["BEF-001-02"]


def test_a_network_spells_out_the_partners_it_names_by_key():
    network = Network.objects.get(key="qlee")
    assert "ibbf" not in network.partner_names.split("\n")
    assert len(network.partner_names.split("\n")) == 3
    assert Network.objects.get(key="qlee-sn").same_as == network


def test_parts_and_predecessors_are_linked():
    assert Commitment.objects.filter(part_of__isnull=False).count() == 17
    assert Agreement.objects.get(slug="allianz-2023-2026").predecessor.slug == "allianz-2019-2021"
    assert Commitment.objects.filter(continues__isnull=False).distinct().exists()
