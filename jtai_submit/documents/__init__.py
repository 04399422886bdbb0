"""What lies in the folders: found, identified by content, matched to what is owed."""
