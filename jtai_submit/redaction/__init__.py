"""Metadata out, content untouched, hidden content found, and a second reader who doubts it all."""
