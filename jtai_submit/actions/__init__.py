"""Everything that a person can do, one file each: a typed question in, a typed result out. No
printing, no Typer.
"""
