"""Help as people read it, and the command that shows it."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_TYPES = re.compile(r" <[\w\[\]|.-]+>(?=\s|$)")  # `FILE… <list[Path]>`
_BRACKETS = re.compile(r"\[(\[[\w|]+…?\])\](?:\.\.\.)?|\{([\w…|-]+)\}(?:\.\.\.)?")
_RANGE = re.compile(r";(\s+)(\d+)<=x<=(\d+)\]")


def tidy(text: str) -> str:
    """Help without what speaks to programmers: `[[DIR]] <path>` is [DIR], `{FILE…}...` is FILE…"""
    text = _RANGE.sub(r";\1\2 to \3]", _BRACKETS.sub(lambda found: found[1] or found[2], text))
    lines = text.split("\n")
    return "\n".join(_TYPES.sub(_in_its_place, line).rstrip() for line in lines)


def _in_its_place(found: re.Match[str]) -> str:
    """What an option takes is named; columns stay where they are."""
    named = " TEXT" if found.string.startswith("  --") else ""
    return named.ljust(len(found[0]))


class _Command(TyperCommand):
    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return tidy(super().get_help(ctx))


class _Group(TyperGroup):
    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return tidy(super().get_help(ctx))


class _App(typer.Typer):
    def command(self, name: str | None = None, **settings: Any) -> Any:
        return super().command(name, cls=_Command, **settings)


def app() -> typer.Typer:
    """A command, or a group of them, as all of ours are."""
    return _App(
        cls=_Group,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
