"""The rules: one small file each, none knowing another. `registry` lists them."""
