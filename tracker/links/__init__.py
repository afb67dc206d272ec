"""Whether the sources that the record names can still be reached: asked for politely, remembered per address."""
