"""Whether the database holds what protects the record and finds in it: triggers and indexes, effective and as made."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from tracker.models import Commitment
from tracker.models.search import altered_parts, is_faithful, missing_parts, not_indexed
from tracker.models.triggers import ineffective, missing, switched_off

NAMED = 500
"""So many commitments that the index does not hold are named; if there are more, the index is lost as a whole."""


def database_differences() -> Iterator[str]:
    """What of triggers and indexes is missing, altered or not in force, each as a sentence."""
    yield from (_("The trigger %s is not in the database.") % name for name in missing(connection))
    yield from (
        _("The trigger %s is altered or switched off; migrate puts it back.") % name for name in ineffective(connection)
    )
    if switched_off(connection):
        yield _("The database passes by all triggers (session_replication_role is replica).")
    yield from (
        _("The index %s is not valid, so it finds nothing or not all; REINDEX makes it anew.") % name
        for name in _invalid_indexes()
    )
    yield from _search_index()


def _invalid_indexes() -> list[str]:
    """Indexes whose making was broken off: PostgreSQL keeps them, but passes them by."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
            "AND NOT (i.indisvalid AND i.indisready AND i.indislive) ORDER BY c.relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _search_index() -> Iterator[str]:
    """The full-text index is there whole, as it was made, and holds exactly the words that its table holds."""
    gone = missing_parts(connection)
    yield from (_("The index or trigger %s of the search is not in the database.") % name for name in gone)
    altered = altered_parts(connection)
    yield from (
        _("The index or trigger %s of the search is not as it was made; reindex makes it anew.") % name
        for name in altered
    )
    if gone or altered:
        return
    lost = not_indexed(connection, limit=NAMED)
    codes = dict(Commitment.objects.filter(pk__in=lost).values_list("pk", "code"))
    for key in lost:
        yield _("The full-text index does not hold the words of %s; reindex mends it.") % codes.get(key, key)
    if not lost and not is_faithful(connection):
        yield _("The full-text index holds other words than its table; reindex mends it.")
