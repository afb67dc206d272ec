"""A signed text on its way in: files read to lines in a process of its own, which may be stopped at any time."""
