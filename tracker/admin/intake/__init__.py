"""From a signed text to drafts: reading it in, deciding on its proposals one by one, publishing what became of them."""
