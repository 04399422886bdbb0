"""What several formats need and none of them owns."""
