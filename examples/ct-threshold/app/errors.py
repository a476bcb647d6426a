"""What makes the application end with an exit code other than 0."""


class ApplicationError(Exception):
    """A reason that its user can act on; becomes the last line of the log."""
