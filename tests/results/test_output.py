"""Is what a person names written to, and left what it is?"""

import os
import stat

from course.results.output import write_output


def test_folders_are_made_and_the_file_is_its_owners_alone(tmp_path):
    place = tmp_path / "new" / "grades.csv"
    write_output(place, "é\n")
    assert place.read_bytes() == "é\n".encode()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_link_is_followed(tmp_path):
    file, link = tmp_path / "grades.csv", tmp_path / "latest.csv"
    file.write_text("older")
    link.symlink_to(file)
    write_output(link, "newer")
    assert (link.is_symlink(), file.read_text()) == (True, "newer")


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_output(pipe, "a,b\n")
    assert os.read(reader, 100) == b"a,b\n"
    os.close(reader)
    assert pipe.is_fifo()
