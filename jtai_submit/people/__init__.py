"""People's names: read from local lists, and compared as people write them. No name leaves here."""
