"""PDF files behind reports that are not public yet, for those who may see the report."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponseBase

from tracker import access
from tracker.portal.guard import PortalRequest, portal_page


@portal_page()
def evidence(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The PDF file behind a report, as a download under a name of our own; 404 for those who may not see the report."""
    found = access.evidence_files(request.user, on=request.day).filter(pk=pk).first()
    if found is None:
        raise Http404
    answer = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"{found.report.commitment.code}-beleg-{found.pk}.pdf",
        content_type="application/pdf",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
