"""Getting packs to the secure site, whole and once, however often the line breaks."""
