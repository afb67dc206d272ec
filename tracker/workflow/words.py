"""The words by which commitments are found, written anew while the site runs."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from tracker import search
from tracker.models import Commitment
from tracker.models.search import altered_parts, drop_index, is_faithful, make_index, missing_parts, rebuild_index
from tracker.workflow.record import BATCH, lock, write_words


def reindex() -> Iterator[tuple[int, int]]:
    """Make the words of every commitment, and the index over them, what follows from the record.

    Yields after each 500 commitments how many of them there were and how many had wrong words. Each 500 are a
    transaction of their own that locks them, so others write in between and nothing newer is overwritten. Only if the
    index lost a part or does not belong to its table, it is made anew at once, and others wait to write.
    """
    if missing_parts(connection) or altered_parts(connection):
        with transaction.atomic():
            drop_index(connection)
            make_index(connection)
    ids = list(Commitment.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        with transaction.atomic():
            lock(part)
            rows = Commitment.objects.filter(pk__in=part).prefetch_related(
                "contributions__partner", "instruments", "target_groups", "agreement_targets"
            )
            wrong = write_words({item.pk: search.columns(search.texts(item)) for item in rows})
        yield len(part), wrong
    if not is_faithful(connection):
        with transaction.atomic():
            rebuild_index(connection)
