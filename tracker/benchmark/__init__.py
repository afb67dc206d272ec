"""How fast the pages are: records of any size made by dice with a fixed seed, and the time the pages take on them."""
