"""How numbers are said to people."""


def counted(count: int, one: str, many: str = "") -> str:
    """`1 file`, `12 files`; `many` where it is not made with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def size(count: int) -> str:
    """Bytes as people say them: `340 KB`, `1.2 MB`."""
    value = float(count)
    for unit in ("bytes", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit in ("bytes", "KB") else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
