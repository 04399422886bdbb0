"""Rules over several lists, one file each."""
