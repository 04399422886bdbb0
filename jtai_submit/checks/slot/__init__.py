"""Rules about one thing that is owed, and about several together, one file each."""
