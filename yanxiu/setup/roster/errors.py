"""What is wrong with a whole file; what is wrong with a row is a value, not an exception."""


class RosterError(Exception):
    """The file cannot be read as a roster; the sentence says why and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
