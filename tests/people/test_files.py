"""Small files: only regular ones with an end, and not too large."""

import os
from pathlib import Path

import pytest

from jtai_submit.people.files import Unsuitable, small_file
from tests.systems import needs_links


@needs_links
def test_a_small_file_and_a_link_to_it_are_read(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_bytes(b"Smith")
    link.symlink_to(file)
    assert small_file(file) == small_file(link) == b"Smith"


@needs_links
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe, device = tmp_path / "pipe", tmp_path / "device"
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    to_pipe = tmp_path / "to-pipe"
    to_pipe.symlink_to(pipe)
    for path in (pipe, to_pipe, device, Path("/dev/zero"), tmp_path, tmp_path / "none"):
        with pytest.raises(Unsuitable) as refused:
            small_file(path)
        assert refused.value.why and refused.value.fix


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 101)
    with pytest.raises(Unsuitable, match="larger"):
        small_file(file, 100)
    assert len(small_file(file, 101)) == 101
