"""The conductor: the only place where the rooms meet.

survey   what is there, and is it right        (manifest, documents, checks, redaction →
completeness) packs    what goes into which pack, sealed     (redaction, packing → journal) push
survey, seal, send, prove             (delivery, custody → receipt)
"""
