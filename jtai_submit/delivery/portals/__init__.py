"""The kinds of secure site, one file each."""
