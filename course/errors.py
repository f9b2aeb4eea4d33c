"""The one exception that the `course` command turns into a line of text."""


class CourseError(Exception):
    """Something that whoever runs the course has to change; the message says what, where, and what to do next."""
