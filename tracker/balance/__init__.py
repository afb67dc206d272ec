"""The room of the balances: computed once, frozen as plain data, and read as page, PDF and DOCX."""
