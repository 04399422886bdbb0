"""Toys: the smallest thing of each kind that the house can be given."""
