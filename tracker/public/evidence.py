"""The PDF files behind published facts and reports: to be saved, under a name of our own."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase

from tracker import access, uploads
from tracker.models import Evidence
from tracker.pages.http import PublicRequest, public_page


@public_page
def evidence(request: PublicRequest, pk: int) -> HttpResponseBase:
    """The PDF file of one piece of evidence; 404 unless the report it stands behind is public."""
    found = (
        Evidence.objects.filter(pk=pk, report__in=access.public_reports())
        .exclude(file="")
        .select_related("report__commitment")
        .first()
    )
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = uploads.download_name([found.report.commitment.code, found.publisher, str(found.pk)], "pdf")
    return uploads.attachment(content, name, "application/pdf", public=True)
