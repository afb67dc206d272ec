"""What the site is compared with; each file is an application of its own."""
