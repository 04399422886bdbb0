"""Slots: each thing that is owed, whatever its kind."""
