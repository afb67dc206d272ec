"""Figures told in sentences, every count linked: what several rooms say in the same words."""
