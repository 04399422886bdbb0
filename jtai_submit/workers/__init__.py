"""Untrusted work at arm's length: processes that stay alive, are confined, and know no format."""
