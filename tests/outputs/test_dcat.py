"""The catalogue for data portals keeps the rules of DCAT-AP.de 3.0: what must be said, how often, by which words."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from tracker.days import last_of_month
from tracker.listings.datasets import DATASETS
from tracker.models import DataDump, Revision
from tracker.outputs.dcat import DCATAP, DCATDE, OF_THE_EU, VCARD
from tracker.outputs.dumps import dump_data

pytestmark = pytest.mark.django_db
CONTRIBUTOR = "http://dcat-ap.de/def/contributors/redaktion"
SPDX = Namespace("http://spdx.org/rdf/terms#")
GEO = "http://dcat-ap.de/def/politicalGeocoding/Level/"
LICENCES = "http://dcat-ap.de/def/licenses/"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"


def terms(base: str, names: str) -> frozenset[str]:
    return frozenset(base + name for name in names.split())


# The lists that DCAT-AP.de 3.0 names, whole where they are short and closed, else those members that fit this site.
THEMES = terms(f"{OF_THE_EU}data-theme/", "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST OP_DATPRO REGI SOCI TECH TRAN")
RIGHTS = terms(f"{OF_THE_EU}access-right/", "PUBLIC RESTRICTED NON_PUBLIC")
AVAILABLE = terms(f"{OF_THE_EU}planned-availability/", "AVAILABLE EXPERIMENTAL STABLE TEMPORARY")
FREQUENCIES = terms(f"{OF_THE_EU}frequency/", "IRREG CONT DAILY WEEKLY MONTHLY QUARTERLY ANNUAL UNKNOWN OTHER")
FORMATS = terms(f"{OF_THE_EU}file-type/", "CSV XLSX JSON ZIP")
TYPES = terms(
    MEDIA_TYPES,
    "text/csv application/json application/zip application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
LEVELS = terms(GEO, "international european federal state administrativeDistrict municipality")
OPEN_LICENCES = terms(LICENCES, "dl-by-de/2.0 dl-zero-de/2.0 cc-by/4.0 cc-zero")
ANY, ONE, AT_MOST_ONE, SOME = (0, 999), (1, 1), (0, 1), (1, 999)
WORDS, DAY, THING = "words", "day", "thing"

# Class → property → (how often, what it may be). By the tables of DCAT-AP.de 3.0: mandatory and recommended ones.
RULES = {
    DCAT.Catalog: {
        DCTERMS.title: (SOME, WORDS),
        DCTERMS.description: (SOME, WORDS),
        DCTERMS.publisher: (ONE, FOAF.Agent),
        DCAT.dataset: (SOME, DCAT.Dataset),
        DCAT.service: (ANY, DCAT.DataService),
        DCTERMS.issued: (AT_MOST_ONE, DAY),
        DCTERMS.modified: (AT_MOST_ONE, DAY),
        DCTERMS.license: (AT_MOST_ONE, THING),
        DCTERMS.language: (SOME, terms(f"{OF_THE_EU}language/", "DEU")),
        DCTERMS.spatial: (SOME, terms(f"{OF_THE_EU}country/", "DEU")),
        DCAT.themeTaxonomy: (SOME, THING),
        FOAF.homepage: (AT_MOST_ONE, THING),
    },
    DCAT.Dataset: {
        DCTERMS.title: (SOME, WORDS),
        DCTERMS.description: (SOME, WORDS),
        DCATDE.contributorID: (SOME, "http://dcat-ap.de/def/contributors/"),
        DCTERMS.publisher: (ONE, FOAF.Agent),
        DCAT.contactPoint: (SOME, VCARD.Kind),
        DCAT.theme: (SOME, THEMES),
        DCAT.keyword: (SOME, WORDS),
        DCAT.distribution: (SOME, DCAT.Distribution),
        DCATDE.politicalGeocodingLevelURI: (ANY, LEVELS),
        DCTERMS.spatial: (ANY, terms(f"{OF_THE_EU}country/", "DEU")),
        DCTERMS.temporal: (ANY, DCTERMS.PeriodOfTime),
        DCTERMS.accessRights: (AT_MOST_ONE, RIGHTS),
        DCTERMS.accrualPeriodicity: (AT_MOST_ONE, FREQUENCIES),
        DCTERMS.identifier: (SOME, WORDS),
        DCTERMS.issued: (AT_MOST_ONE, DAY),
        DCTERMS.modified: (AT_MOST_ONE, DAY),
        DCTERMS.language: (ANY, terms(f"{OF_THE_EU}language/", "DEU")),
        DCAT.landingPage: (ANY, THING),
    },
    DCAT.Distribution: {
        DCAT.accessURL: (SOME, THING),
        DCAT.downloadURL: (ANY, THING),
        DCTERMS.license: (ONE, OPEN_LICENCES),
        DCATDE.licenseAttributionByText: (ANY, WORDS),
        DCTERMS["format"]: (AT_MOST_ONE, FORMATS),
        DCAT.mediaType: (AT_MOST_ONE, TYPES),
        DCATAP.availability: (AT_MOST_ONE, AVAILABLE),
        DCTERMS.title: (ANY, WORDS),
        DCTERMS.description: (ANY, WORDS),
        DCTERMS.issued: (AT_MOST_ONE, DAY),
        DCTERMS.modified: (AT_MOST_ONE, DAY),
        DCAT.byteSize: (AT_MOST_ONE, XSD.nonNegativeInteger),
        SPDX.checksum: (AT_MOST_ONE, SPDX.Checksum),
    },
    DCAT.DataService: {
        DCTERMS.title: (SOME, WORDS),
        DCTERMS.description: (ANY, WORDS),
        DCAT.endpointURL: (SOME, THING),
        DCAT.endpointDescription: (ANY, THING),
        DCAT.servesDataset: (SOME, DCAT.Dataset),
        DCTERMS.license: (AT_MOST_ONE, OPEN_LICENCES),
        DCTERMS.accessRights: (AT_MOST_ONE, RIGHTS),
        DCAT.contactPoint: (ANY, VCARD.Kind),
        DCATDE.contributorID: (ANY, "http://dcat-ap.de/def/contributors/"),
    },
    SPDX.Checksum: {
        SPDX.algorithm: (ONE, terms(str(SPDX), "checksumAlgorithm_sha256")),
        SPDX.checksumValue: (ONE, XSD.hexBinary),
    },
    FOAF.Agent: {FOAF.name: (SOME, WORDS)},
    DCTERMS.PeriodOfTime: {DCAT.startDate: (AT_MOST_ONE, DAY), DCAT.endDate: (AT_MOST_ONE, DAY)},
    VCARD.Kind: {VCARD.fn: (SOME, WORDS)},
}


@pytest.fixture
def dump(catalogue, settings, tmp_path) -> DataDump:
    """The dump of the quarter in which the catalogue was published."""
    settings.MEDIA_ROOT = tmp_path
    first = Revision.objects.earliest("number").day
    dump_data(today=last_of_month(first.year, (first.month + 2) // 3 * 3) + timedelta(days=1))
    return DataDump.objects.get(period__contains="Q")


@pytest.fixture
def found(client, dump, settings) -> Graph:
    settings.DCAT_CONTRIBUTOR = CONTRIBUTOR
    response = client.get("/dcat.ttl")
    assert (response.status_code, response["Content-Type"]) == (200, "text/turtle; charset=utf-8")
    return Graph().parse(data=response.content, format="turtle")


def broken(graph: Graph) -> Iterator[str]:
    """Yield a sentence for every rule that is not kept."""
    for kind, rules in RULES.items():
        for subject in graph.subjects(RDF.type, kind):
            for name, ((least, most), expected) in rules.items():
                values = list(graph.objects(subject, name))
                if not least <= len(values) <= most:
                    yield f"{subject} has {len(values)} of {name}"
                for value in values:
                    if not fits(graph, value, expected):
                        yield f"{name} of {subject} is {value!r}"


def fits(graph: Graph, value, expected) -> bool:
    if expected == WORDS:
        return isinstance(value, Literal) and bool(str(value).strip())
    if expected == DAY:
        return isinstance(value, Literal) and value.datatype == XSD.date
    if isinstance(value, Literal):
        return value.datatype is not None and value.datatype == expected
    if not isinstance(value, URIRef):
        return False
    if isinstance(expected, URIRef):
        return (value, RDF.type, expected) in graph
    if isinstance(expected, frozenset):
        return str(value) in expected
    return expected == THING or str(value).startswith(expected)


def test_every_mandatory_property_is_there_and_every_value_comes_from_its_vocabulary(found):
    assert list(broken(found)) == []
    for kind in RULES:
        assert list(found.subjects(RDF.type, kind)), kind


def test_a_broken_rule_would_be_found(found):
    dataset = next(iter(found.subjects(RDF.type, DCAT.Dataset)))
    found.remove((dataset, DCTERMS.title, None))
    found.add((dataset, DCTERMS.accessRights, Literal("offen")))
    assert len(list(broken(found))) == 3
    distribution = next(iter(found.subjects(RDF.type, DCAT.Distribution)))
    found.set((distribution, DCTERMS["format"], URIRef(f"{OF_THE_EU}file-type/EXCEL")))
    assert len(list(broken(found))) == 4


def test_every_dataset_and_file_of_the_site_is_in_it(found):
    assert len(list(found.subjects(RDF.type, DCAT.Dataset))) == len(DATASETS)
    urls = {str(url) for url in found.objects(None, DCAT.downloadURL)}
    dumps = {f"http://testserver/daten/abzuege/{kept.period}.zip" for kept in DataDump.objects.all()}
    assert urls == {file.url for dataset in DATASETS for file in dataset.files} | dumps


def test_a_dump_has_its_size_and_checksum(found, dump):
    (file,) = found.subjects(DCAT.downloadURL, URIRef(f"http://testserver/daten/abzuege/{dump.period}.zip"))
    assert found.value(file, DCAT.byteSize).toPython() == dump.size
    assert str(found.value(found.value(file, SPDX.checksum), SPDX.checksumValue)) == dump.sha256


def test_every_address_in_it_answers(found, client):
    urls = {
        str(url) for name in (DCAT.downloadURL, DCAT.landingPage, DCAT.endpointURL) for url in found.objects(None, name)
    }
    for url in urls:
        assert client.get(url.removeprefix("http://testserver")).status_code == 200, url


def test_both_notations_say_the_same(found, client):
    response = client.get("/dcat.jsonld")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    assert isomorphic(Graph().parse(data=response.content, format="json-ld"), found)


def test_publisher_licence_and_contributor_come_from_the_settings(client, catalogue, settings):
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "Bundesamt für Beispiele", "daten@example.org"
    settings.DATA_LICENCE_URL = "https://www.govdata.de/dl-de/zero-2-0"
    settings.DCAT_CONTRIBUTOR = CONTRIBUTOR
    found = Graph().parse(data=client.get("/dcat.ttl").content, format="turtle")
    assert {str(name) for name in found.objects(None, FOAF.name)} == {"Bundesamt für Beispiele"}
    assert {str(item) for item in found.objects(None, VCARD.hasEmail)} == {"mailto:daten@example.org"}
    assert {str(item) for item in found.objects(None, DCTERMS.license)} == {
        "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"
    }
    assert {str(item) for item in found.objects(None, DCATDE.contributorID)} == {CONTRIBUTOR}


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix ex: <http://example.org/> .
ex:Rule a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path %s ; sh:minCount 1 ] .
"""


def test_the_operator_can_check_it_against_rules_of_others(catalogue, tmp_path):
    (tmp_path / "good.ttl").write_text(SHAPES % "dct:title")
    (tmp_path / "bad.ttl").write_text(SHAPES % "dct:provenance")
    assert "keep the rules of 1 files" in call_command("validate_dcat", shapes=[tmp_path / "good.ttl"], verbosity=0)
    with pytest.raises(CommandError, match="provenance"):
        call_command("validate_dcat", shapes=[tmp_path / "good.ttl", tmp_path / "bad.ttl"], verbosity=0)


def test_shapes_that_cannot_be_read_are_named(catalogue, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.ttl cannot be read"):
        call_command("validate_dcat", shapes=[tmp_path / "nowhere.ttl"], verbosity=0)
