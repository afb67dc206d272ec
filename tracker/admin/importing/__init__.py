"""Commitments from a table: read, checked and shown in full, then applied as shown, all or nothing."""
