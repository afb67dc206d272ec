"""The interface for programs under `/api/v1/`: read-only, public, the same rows by the same filters as the pages."""
