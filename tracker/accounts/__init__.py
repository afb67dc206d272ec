"""The room of accounts under /konto/: sign-in, second factor, invitation, one's own data and sessions."""
