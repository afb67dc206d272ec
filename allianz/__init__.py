"""The project around the tracker: settings, addresses, server entry."""

__version__ = "0.1.0"
