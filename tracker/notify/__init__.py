"""Mail: who is reminded of what, the words of a mail, and sending what waits in the outbox."""
