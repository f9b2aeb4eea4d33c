"""The commands of `course`, one module each with a click command named `command`.

A module imports nothing heavy at its top: `course --help` loads them all.
"""
