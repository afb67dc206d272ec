"""Addresses of the public room (design section 5): German paths, the same under /en/."""

from django.urls import path

from tracker.public import (
    agreement_text,
    agreements,
    changes,
    commitment,
    commitments,
    comparison,
    data,
    laender,
    method,
    overview,
    partners,
    style,
    texts,
    tickets,
)

app_name = "public"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("massnahmen/", commitments.commitments, name="commitments"),
    path("massnahmen/<str:code>/", commitment.commitment, name="commitment"),
    path("vereinbarungen/", agreements.agreements, name="agreements"),
    path("vereinbarungen/vergleich/", comparison.comparison, name="comparison"),
    path("vereinbarungen/<str:slug>/", agreements.agreement, name="agreement"),
    path("vereinbarungen/<str:slug>/text/", agreement_text.agreement_text, name="agreement_text"),
    path("partner/", partners.partners, name="partners"),
    path("partner/<str:slug>/", partners.partner, name="partner"),
    path("laender/", laender.laender, name="laender"),
    path("laender/<str:code>/", laender.land, name="land"),
    path("aenderungen/", changes.changes, name="changes"),
    path("methode/", method.method, name="method"),
    path("daten/", data.data, name="data"),
    path("impressum/", texts.imprint, name="imprint"),
    path("datenschutz/", texts.privacy, name="privacy"),
    path("barrierefreiheit/", texts.accessibility, name="accessibility"),
    path("leichte-sprache/", texts.easy_language, name="easy_language"),
    path("gebaerdensprache/", texts.sign_language, name="sign_language"),
    path("barriere-melden/", tickets.report_barrier, name="report_barrier"),
    path("fehler-melden/", tickets.report_error, name="report_error"),
    path("gestaltung/", style.style, name="style"),
]
