"""Tables: child-level lists, answers and chronologies, read as streams of rows with
their places.
"""
