"""A pack: what one agency or one child owes, as a bag in a stored zip in one age file, written in
one pass.
"""
