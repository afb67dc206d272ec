"""What every page shares: the frame, the forms, the answers."""
