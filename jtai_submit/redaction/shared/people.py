"""Names of people in what they said: programs write them there by themselves."""


def without_names(text: str, known: dict[str, str]) -> str:
    """A comment without the names that programs write into it: `Name:` at its beginning, `@Name`,
    `set by Name`.
    """
    for name in sorted(filter(None, known), key=len, reverse=True):
        if text.strip() == name or text.lstrip().startswith(f"{name}:"):
            text = text.replace(name, known[name], 1)
        text = text.replace(f"@{name}", f"@{known[name]}").replace(
            f"set by {name}", f"set by {known[name]}"
        )
    return text
