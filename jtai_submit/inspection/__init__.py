"""One area's answer to one manifest, as values: the submission, the folder, the journal, and where
everything stands.
"""
