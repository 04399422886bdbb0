"""What people type and see. The only rooms that know typer and rich, print, and exit."""
