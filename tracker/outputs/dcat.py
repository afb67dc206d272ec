"""The catalogue for data portals by DCAT-AP.de 3.0: `/dcat.ttl` and `/dcat.jsonld`.

Every file of `datasets.py` is a distribution, the interface a data service. Vocabularies are those of the Publications
Office of the EU and of GovData; publisher, licence and contributor come from the settings.
"""

from __future__ import annotations

import json
from datetime import date

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from tracker.access import public_agreements
from tracker.listings.datasets import DATASETS, DataFile, Dataset
from tracker.models import DataDump, Revision
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site

DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
OF_THE_EU = "http://publications.europa.eu/resource/authority/"
LANGUAGE = URIRef(f"{OF_THE_EU}language/DEU")
THEMES = tuple(URIRef(f"{OF_THE_EU}data-theme/{code}") for code in ("EDUC", "ECON", "GOVE"))
THEME_TAXONOMY = URIRef(f"{OF_THE_EU}data-theme")
GERMANY = URIRef(f"{OF_THE_EU}country/DEU")
OPEN = URIRef(f"{OF_THE_EU}access-right/PUBLIC")
NOW_AND_THEN = URIRef(f"{OF_THE_EU}frequency/IRREG")
FOR_GOOD = URIRef(f"{OF_THE_EU}planned-availability/AVAILABLE")
FEDERAL = URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/federal")
LICENCES = {
    "https://www.govdata.de/dl-de/by-2-0": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    "https://www.govdata.de/dl-de/zero-2-0": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
    "https://creativecommons.org/licenses/by/4.0": "http://dcat-ap.de/def/licenses/cc-by/4.0",
    "https://creativecommons.org/publicdomain/zero/1.0": "http://dcat-ap.de/def/licenses/cc-zero",
}
"""What GovData calls the licences that an operator may choose."""
PREFIXES = {
    "dcat": DCAT,
    "dct": DCTERMS,
    "foaf": FOAF,
    "dcatap": DCATAP,
    "dcatde": DCATDE,
    "vcard": VCARD,
    "spdx": SPDX,
}


@public_page
def dcat_turtle(request: PublicRequest) -> HttpResponse:
    """The catalogue as Turtle."""
    return HttpResponse(graph().serialize(format="turtle"), content_type="text/turtle; charset=utf-8")


@public_page
def dcat_jsonld(request: PublicRequest) -> HttpResponse:
    """The catalogue as JSON-LD."""
    made = json.loads(graph().serialize(format="json-ld", context={key: str(space) for key, space in PREFIXES.items()}))
    if isinstance(made.get("@graph"), list):
        made["@graph"].sort(key=lambda item: item["@id"])
    text = json.dumps(made, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")


def graph() -> Graph:
    """The catalogue as a graph; its words are German."""
    made = _Builder()
    with translation.override(settings.LANGUAGE_CODE):
        made.catalogue()
    return made.graph


class _Builder:
    """Puts the graph together; every node has a name of its own, so that the same record is the same file."""

    def __init__(self) -> None:
        self.graph = Graph()
        for prefix, space in PREFIXES.items():
            self.graph.bind(prefix, space)
        here = site()
        self.root = f"{here.url}/"
        self.licence = URIRef(LICENCES.get(here.licence_url.rstrip("/"), here.licence_url))
        days = Revision.objects.aggregate(first=Min("day"), last=Max("day"))
        self.first: date | None = days["first"]
        self.last: date | None = days["last"]
        terms = public_agreements().aggregate(first=Min("signed_on"), last=Max("effective_end"))
        self.term: tuple[date | None, date | None] = (terms["first"], terms["last"])

    def add(self, subject: URIRef, predicate: URIRef, *values: URIRef | Literal) -> None:
        """Say something of something."""
        for value in values:
            self.graph.add((subject, predicate, value))

    def catalogue(self) -> None:
        """The catalogue with all that is in it."""
        here = site()
        catalogue = URIRef(f"{self.root}dcat.ttl#katalog")
        self.add(catalogue, RDF.type, DCAT.Catalog)
        self.words(catalogue, str(here.name), f"{here.name}. {here.claim}".strip())
        self.add(catalogue, DCTERMS.publisher, self.publisher())
        self.add(catalogue, DCTERMS.language, LANGUAGE)
        self.add(catalogue, DCTERMS.license, self.licence)
        self.add(catalogue, DCTERMS.spatial, GERMANY)
        self.add(catalogue, DCAT.themeTaxonomy, THEME_TAXONOMY)
        self.add(catalogue, FOAF.homepage, URIRef(self.root))
        self.days(catalogue)
        for dataset in DATASETS:
            self.add(catalogue, DCAT.dataset, self.dataset(dataset))
        self.add(catalogue, DCAT.service, self.service())

    def words(self, subject: URIRef, title: str, about: str) -> None:
        """Title and description."""
        self.add(subject, DCTERMS.title, Literal(title, lang="de"))
        self.add(subject, DCTERMS.description, Literal(about, lang="de"))

    def days(self, subject: URIRef) -> None:
        """When it was published first and changed last."""
        if self.first and self.last:
            self.add(subject, DCTERMS.issued, Literal(self.first.isoformat(), datatype=XSD.date))
            self.add(subject, DCTERMS.modified, Literal(self.last.isoformat(), datatype=XSD.date))

    def publisher(self) -> URIRef:
        """Who publishes it."""
        here = site()
        agent = URIRef(f"{self.root}dcat.ttl#herausgeber")
        self.add(agent, RDF.type, FOAF.Agent)
        self.add(agent, FOAF.name, Literal(str(here.operator or here.editor), lang="de"))
        self.add(agent, FOAF.homepage, URIRef(self.root))
        return agent

    def contact(self) -> URIRef:
        """Where questions go: a function, no person."""
        here = site()
        contact = URIRef(f"{self.root}dcat.ttl#kontakt")
        self.add(contact, RDF.type, VCARD.Kind, VCARD.Organization)
        self.add(contact, VCARD.fn, Literal(str(here.operator or here.editor)))
        if here.contact:
            self.add(contact, VCARD.hasEmail, URIRef(f"mailto:{here.contact}"))
        self.add(contact, VCARD.hasURL, URIRef(here.url + reverse("public:imprint")))
        return contact

    def dataset(self, dataset: Dataset) -> URIRef:
        """One dataset with its files."""
        subject = URIRef(f"{self.root}dcat.ttl#{dataset.key}")
        self.add(subject, RDF.type, DCAT.Dataset)
        self.words(subject, str(dataset.title), str(dataset.about))
        self.add(subject, DCTERMS.identifier, Literal(str(subject)))
        if settings.DCAT_CONTRIBUTOR:
            self.add(subject, DCATDE.contributorID, URIRef(settings.DCAT_CONTRIBUTOR))
        self.add(subject, DCTERMS.publisher, self.publisher())
        self.add(subject, DCAT.contactPoint, self.contact())
        self.add(subject, DCAT.theme, *THEMES)
        self.add(subject, DCAT.keyword, *(Literal(str(word), lang="de") for word in dataset.words))
        self.add(subject, DCAT.landingPage, URIRef(dataset.url))
        self.add(subject, DCTERMS.language, LANGUAGE)
        self.add(subject, DCTERMS.accessRights, OPEN)
        self.add(subject, DCTERMS.accrualPeriodicity, NOW_AND_THEN)
        self.add(subject, DCTERMS.spatial, GERMANY)
        self.add(subject, DCATDE.politicalGeocodingLevelURI, FEDERAL)
        self.days(subject)
        start, end = self.term
        if start and end:
            span = URIRef(f"{self.root}dcat.ttl#zeitraum")
            self.add(span, RDF.type, DCTERMS.PeriodOfTime)
            self.add(span, DCAT.startDate, Literal(start.isoformat(), datatype=XSD.date))
            self.add(span, DCAT.endDate, Literal(end.isoformat(), datatype=XSD.date))
            self.add(subject, DCTERMS.temporal, span)
        for file in dataset.files:
            self.add(subject, DCAT.distribution, self.distribution(file, dataset))
        if dataset.key == "massnahmen":
            for dump in DataDump.objects.order_by("period"):
                self.add(subject, DCAT.distribution, self.dump(dump))
        return subject

    def terms(self, subject: URIRef, media_type: str, format_name: str) -> None:
        """Format, licence and availability of a distribution."""
        self.add(subject, DCTERMS.license, self.licence)
        self.add(subject, DCATDE.licenseAttributionByText, Literal(str(site().operator or site().editor), lang="de"))
        self.add(subject, DCAT.mediaType, URIRef(f"http://www.iana.org/assignments/media-types/{media_type}"))
        self.add(subject, DCTERMS["format"], URIRef(f"{OF_THE_EU}file-type/{format_name}"))
        self.add(subject, DCTERMS.language, LANGUAGE)
        self.add(subject, DCATAP.availability, FOR_GOOD)

    def distribution(self, file: DataFile, dataset: Dataset) -> URIRef:
        """One file."""
        subject = URIRef(f"{self.root}dcat.ttl#{file.name}")
        self.add(subject, RDF.type, DCAT.Distribution)
        self.words(subject, f"{dataset.title} ({file.format})", str(dataset.about))
        self.add(subject, DCAT.accessURL, URIRef(file.url))
        self.add(subject, DCAT.downloadURL, URIRef(file.url))
        self.terms(subject, file.media_type, file.format)
        self.days(subject)
        return subject

    def dump(self, dump: DataDump) -> URIRef:
        """One dump with its checksum."""
        url = URIRef(site().url + reverse("dump", args=[dump.period]))
        subject = URIRef(f"{self.root}dcat.ttl#abzug-{dump.period}")
        self.add(subject, RDF.type, DCAT.Distribution)
        self.words(
            subject, f"Datenabzug {dump.period}", f"Alle Daten, Stand {dump.day:%d.%m.%Y}, Revision {dump.revision}."
        )
        self.add(subject, DCAT.accessURL, url)
        self.add(subject, DCAT.downloadURL, url)
        self.terms(subject, "application/zip", "ZIP")
        self.add(subject, DCTERMS.issued, Literal(dump.day.isoformat(), datatype=XSD.date))
        self.add(subject, DCAT.byteSize, Literal(dump.size, datatype=XSD.nonNegativeInteger))
        sum_of_it = URIRef(f"{subject}-pruefsumme")
        self.add(sum_of_it, RDF.type, SPDX.Checksum)
        self.add(sum_of_it, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        self.add(sum_of_it, SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary))
        self.add(subject, SPDX.checksum, sum_of_it)
        return subject

    def service(self) -> URIRef:
        """The interface for programs."""
        here = site()
        subject = URIRef(f"{self.root}dcat.ttl#schnittstelle")
        self.add(subject, RDF.type, DCAT.DataService)
        self.words(subject, f"{here.name}: Schnittstelle für Programme", "Nur lesend, ohne Anmeldung, JSON.")
        self.add(subject, DCAT.endpointURL, URIRef(here.url + reverse("api")))
        self.add(subject, DCAT.endpointDescription, URIRef(here.url + reverse("api_schema")))
        self.add(subject, DCTERMS.publisher, self.publisher())
        self.add(subject, DCAT.contactPoint, self.contact())
        self.add(subject, DCTERMS.license, self.licence)
        self.add(subject, DCTERMS.accessRights, OPEN)
        self.add(subject, DCAT.theme, *THEMES)
        if settings.DCAT_CONTRIBUTOR:
            self.add(subject, DCATDE.contributorID, URIRef(settings.DCAT_CONTRIBUTOR))
        self.add(subject, DCAT.servesDataset, *(URIRef(f"{self.root}dcat.ttl#{item.key}") for item in DATASETS))
        return subject
