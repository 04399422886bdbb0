"""Keys, secrets, receipts and the audit log: what opens and what proves."""
