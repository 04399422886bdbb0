"""Rules about one list, one file each."""
