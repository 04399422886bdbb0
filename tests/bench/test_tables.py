"""A list of 100,000 rows and 19 columns: processor time and memory of reading and judging it,
beside pandas reading it.
"""

import csv
import io
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.tables.make import NOTIFIED, manifest

ROWS = 100_000
# The peak of the process itself: ru_maxrss of a child carries its parent's.
_PEAK = """
def peak():
    status = open("/proc/self/status")
    return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
"""
_OURS = (
    _PEAK
    + """
import sys, time
from tests.tables.make import read
data = open(sys.argv[1], "rb").read()
began = time.process_time()
facts, _ = read(data)
spent = time.process_time() - began
assert facts.lists[0].rows == 100_000, facts
print(spent, peak())
"""
)
_PANDAS = (
    _PEAK
    + """
import sys, time
import pandas
began = time.process_time()
if sys.argv[1].endswith("csv"):
    pandas.read_csv(sys.argv[1])
else:
    pandas.read_excel(sys.argv[1], engine="calamine")
print(time.process_time() - began, peak())
"""
)


def _rows() -> list[list[str]]:
    rng = random.Random(1)
    plans = next(each for each in manifest().lists if each.slug == "child-protection-plan")
    names = [field.name for field in plans.fields]
    rows = [names]
    for n in range(ROWS):
        born, start = (
            NOTIFIED - timedelta(rng.randrange(30, 6500)),
            NOTIFIED - timedelta(rng.randrange(1, 900)),
        )
        seen = NOTIFIED - timedelta(rng.randrange(30))
        rows.append(
            [
                str(100_000 + n),
                rng.choice("MF"),
                "WBRI",
                _said(born),
                "",
                str((NOTIFIED - born).days // 366),
                "N",
                _said(start),
                "NEG",
                "NEG",
                _said(seen),
                "Y",
                "Y",
                "",
                "N",
                "0",
                f"Team {n % 20}",
                f"W{n % 300}",
                "Y",
            ]
        )
    return rows


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _measured(script: str, path: Path) -> tuple[float, int]:
    run = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    seconds, memory = run.stdout.split()
    return float(seconds), int(memory)


@pytest.mark.bench
@pytest.mark.skipif(sys.platform != "linux", reason="VmHWM is Linux's")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_large_list(ending: str, tmp_path: Path) -> None:
    pytest.importorskip(
        "pandas", reason="pandas is no part of the project; it is what a list is measured beside"
    )
    path = tmp_path / f"list.{ending}"
    if ending == "csv":
        out = io.StringIO(newline="")
        csv.writer(out).writerows(_rows())
        path.write_text(out.getvalue(), "utf-8")
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("List_7")
        for row in _rows():
            sheet.append(row)
        book.save(path)
    ours, memory = min(_measured(_OURS, path) for _ in range(3))
    theirs, _ = min(_measured(_PANDAS, path) for _ in range(3))
    print(f"{ending}: {ours:.2f} s, {memory} MiB; pandas {theirs:.2f} s; ratio {ours / theirs:.1f}")
    assert memory <= 300
