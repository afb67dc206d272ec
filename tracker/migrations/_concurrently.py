"""An index over a table that is written to all the time, made on both databases without holding up the writers."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently


class AddIndex(AddIndexConcurrently):
    """Add an index: on PostgreSQL concurrently, so the migration needs `atomic = False`; on SQLite as always."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Add it."""
        operation = super() if editor.connection.vendor == "postgresql" else super(AddIndexConcurrently, self)
        operation.database_forwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Remove it."""
        operation = super() if editor.connection.vendor == "postgresql" else super(AddIndexConcurrently, self)
        operation.database_backwards(app_label, editor, before, after)
