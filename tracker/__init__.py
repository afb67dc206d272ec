"""What became of the promises of the Allianz für Aus- und Weiterbildung."""
