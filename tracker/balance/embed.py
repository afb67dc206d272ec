"""A small figure for a partner's own page: where the measures stand in which an agreement itself names it.

As an image, and as a page for a frame. Both set no cookie and run no script; only full agreements are counted, each by
itself. The page may stand in any frame: there is nothing on it to click but links that leave the frame.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt

from tracker import access, figures
from tracker.balance.document import rich
from tracker.balance.drawing import field, pattern, text
from tracker.figures import Counts, PartnerFigures
from tracker.listings.links import commitments_url
from tracker.models import Agreement, Partner
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.xmltext import legible
from tracker.site import site
from tracker.telling.counts import status_words
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import Kind, Relation

WIDTH, LINE, BAR, EDGE, LETTERS = 560, 17, 18, 14, 80
MAX_KEY = 80
MOST = 3
"""So many agreements a figure tells of, the latest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """One agreement in the figure: its name, the counts, the sentence that says them, and the rows they count."""

    agreement: Agreement
    counts: Counts
    sentence: str
    url: str


@public_page
def image(request: PublicRequest, slug: str) -> HttpResponse:
    """The figure of a partner as SVG."""
    partner = _partner(slug)
    drawing = draw(partner, tell(partner), on=request.day)
    return HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def page(request: PublicRequest, slug: str) -> HttpResponse:
    """The figure of a partner as a page for a frame, with links that leave it."""
    partner = _partner(slug)
    context = {"partner": partner, "told": tell(partner), "day": request.day}
    return render(request, "einbetten/page.html", context)


def _partner(slug: str) -> Partner:
    found = None
    if len(slug) <= MAX_KEY and "\x00" not in slug:
        found = access.public_partners().filter(key=slug).first()
    if found is None:
        raise Http404
    return found


def tell(partner: Partner) -> list[Told]:
    """What the figure says of a partner; three queries."""
    agreements = [item for item in access.public_agreements().newest_first() if item.is_full]
    found = figures.partner_figures(agreements)
    told = [
        _told(agreement, row)
        for agreement in agreements
        for row in found[agreement.pk]
        if row.partner.pk == partner.pk and row.counts.total
    ]
    return told[:MOST]


def _told(agreement: Agreement, row: PartnerFigures) -> Told:
    counts = row.counts
    total = ngettext("%(number)s measure", "%(number)s measures", counts.total) % {"number": number(counts.total)}
    states = ", ".join(
        "".join(run.text for run in rich(status_words(status, number(count), count)))
        for status, count in counts.items()
    )
    sentence = _("%(total)s: %(states)s.") % {"total": total, "states": states}
    url = commitments_url(
        "", vereinbarung=agreement.slug, art=Kind.MEASURE, partner=row.partner.key, bezug=Relation.OWN
    )
    return Told(agreement, counts, sentence, url)


def nothing_told() -> str:
    """What stands there of a partner that no full agreement names by itself."""
    return _("No agreement recorded in full names this partner with a measure of its own.")


def draw(partner: Partner, told: list[Told], *, on: date) -> SafeString:
    """The figure: name, one bar per agreement with its numbers below it, day and source."""
    y, parts, statuses = float(EDGE + 8), list[SafeString](), dict[str, None]()
    y = _lines(parts, y, [partner.name], size=15, letters=60, is_bold=True)
    for item in told or ():
        y = _lines(parts, y + 6, [item.agreement.short_title], size=12, is_bold=True)
        x = float(EDGE)
        for status, count in item.counts.items():
            statuses[status.value] = None
            width = (WIDTH - 2 * EDGE) * count / item.counts.total
            parts.append(field(x, y - 10, width, BAR, status.value, "e"))
            x += width
        y = _lines(parts, y + BAR + 6, [item.sentence])
    if not told:
        y = _lines(parts, y + 6, [nothing_told()])
    y = _lines(parts, y + 6, [_("As of %(day)s. %(site)s") % {"day": day_text(on), "site": site().name}], size=11)
    height = int(y - LINE + EDGE)
    title = f"{partner.name}. {' '.join(f'{item.agreement.short_title}: {item.sentence}' for item in told)}".strip()
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{0}" height="{1}" viewBox="0 0 {0} {1}"'
        ' font-family="system-ui, sans-serif"><title>{2}</title><defs>{3}</defs>'
        '<rect width="{0}" height="{1}" fill="#ffffff"/>{4}</svg>',
        WIDTH,
        height,
        legible(title if told else f"{partner.name}. {nothing_told()}"),
        format_html_join("", "{}", ((pattern(status, "e"),) for status in statuses)),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _lines(
    parts: list[SafeString],
    y: float,
    words: list[str | Promise],
    *,
    size: int = 12,
    letters: int = LETTERS,
    is_bold: bool = False,
) -> float:
    """Draw words over as many lines as they need and return where the next line stands."""
    for line in textwrap.wrap(" ".join(str(word) for word in words), letters):
        drawn = text(EDGE, y, line, size)
        parts.append(format_html('<g font-weight="bold">{}</g>', drawn) if is_bold else drawn)
        y += LINE
    return y
