"""Rules about one document, one file each."""
