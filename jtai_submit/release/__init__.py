"""What is handed out: made from a checkout by whoever releases, never by a person who submits."""
