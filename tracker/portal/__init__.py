"""The reporting area /portal/: what partners are asked for, and how they report. Imports no other room."""
