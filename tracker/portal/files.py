"""PDF files behind reports that are not public yet, for those who may see the report."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase

from tracker import access, uploads
from tracker.portal.guard import PortalRequest, portal_page


@portal_page()
def evidence(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The PDF file behind a report, to be saved under a name of our own; 404 for those who may not see the report."""
    found = access.evidence_files(request.user, on=request.day).filter(pk=pk).first()
    if found is None or not found.file.storage.exists(str(found.file.name)):
        raise Http404
    name = uploads.download_name([found.report.commitment.code, found.publisher], "pdf")
    return uploads.attachment(found.file.open("rb"), name, "application/pdf")
