"""All rules over several lists. A further one is one new file and one name here."""

from . import (
    t041_ages,
    t043_both_kinds,
    t044_in_no_list,
    t045_contradict,
    t046_neglect,
    t048_tracked,
)
from .interface import Rule

RULES: tuple[Rule, ...] = (
    t041_ages.RULE,
    t043_both_kinds.RULE,
    t044_in_no_list.RULE,
    t045_contradict.RULE,
    t046_neglect.RULE,
    t048_tracked.RULE,
    t048_tracked.DOCUMENTS,
)
