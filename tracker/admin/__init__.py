"""The room of the editors under /verwaltung/: keeping the record by hand, through the workflow."""
