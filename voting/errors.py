"""The tree of refusals: what the core says when it will not do a thing.

A refusal carries a stable code and named values, never a finished sentence: the sentences stand in
``voting/words`` in every language, so that command line and site say the same. Four families answer
four different questions, and the web layer maps each to one HTTP status.
"""


class RefusalError(Exception):
    """The root of all refusals: a code, stable for ever, and the values its sentence names."""

    def __init__(self, code: str, /, **params: str | int | tuple[str, ...]) -> None:
        """Keep the code (a key of the word files) and the values for its placeholders."""
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Return code and values for logs; people read the sentence from ``voting.words``."""
        values = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({values})" if values else self.code


class InvalidError(RefusalError):
    """What was given is wrong in itself: a form, a file, a value. Giving it again will not help."""


class InvalidBallotError(InvalidError):
    """A ballot that its contest's method and rules do not admit."""


class InvalidFileError(InvalidError):
    """A file that cannot be read as what it claims to be; ``line`` counts from 1 where known."""


class InvalidRuleError(InvalidError):
    """A rule key or value that the method does not know, or values that contradict each other."""


class ForbiddenError(RefusalError):
    """This person may not do this."""


class MissingError(RefusalError):
    """There is nothing here by that name."""


class ConflictError(RefusalError):
    """The thing is not in a state that allows this now: closed, voted already, frozen."""


class TooManyTriesError(ConflictError):
    """Too many failed tries on one account; ``seconds`` tells when the next one is looked at."""


class BusyError(ConflictError):
    """The machine has more to do than it can bear; the same request will succeed in a moment."""
