"""From a lesson's text to what learners receive: build, release, and a sample class to try both on."""
