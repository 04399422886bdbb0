"""T008: what stands once stands twice. Which fields that are is the manifest's: in the first two
lists the child; in the others the child with the contact, referral, assessment or enquiry.
"""

from collections import defaultdict

from ..body import Body
from .interface import Found, Rule


def find(body: Body) -> Found:
    keys = [body.columns[name] for name in body.asked.key if name in body.columns]
    if len(keys) < len(body.asked.key) or not keys:
        return  # without one of the columns nothing can be said
    single = len(keys) == 1
    cases = keys[0].cells if single else list(zip(*(c.cells for c in keys), strict=True))
    if len(set(cases)) == len(cases):
        return
    seen: dict[object, int] = {}
    again = defaultdict[int, list[int]](list)
    for row, cells in zip(body.rows, cases, strict=True):
        if not (cells if single else cells[0]):
            continue
        first = seen.setdefault(cells, row)
        if first != row:
            again[first].append(row)
    what = " and ".join(f'"{column.field.name}"' for column in keys)
    for first, rows in again.items():
        for row in rows:
            yield f"{what} is the same as in row {first}", row, keys[0].number


RULE = Rule("T008", find)
