"""The addresses of the room: importing this registers every list of the editors."""

from tracker.admin import (
    accounts,
    agreements,
    balances,
    commitments,
    contributions,
    facts,
    indicators,
    laender,
    links,
    mail_entry,
    outbox,
    partners,
    protocol,
    review,
    rounds,
    texts,
)
from tracker.admin.intake import pages as intake
from tracker.admin.site import editors

ROOMS = [
    accounts,
    agreements,
    balances,
    commitments,
    contributions,
    facts,
    indicators,
    intake,
    laender,
    links,
    mail_entry,
    outbox,
    partners,
    protocol,
    review,
    rounds,
    texts,
]
urls = editors.urls
__all__ = ["ROOMS", "editors", "urls"]
