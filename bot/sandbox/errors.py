"""What the sandbox answers instead of a result.

RefusedError
├── bad_request()   400
├── forbidden()     403
├── conflict()      409
└── too_many()      429, with `retry_after`
"""


class RefusedError(Exception):
    """A request that Telegram would not accept, with the code and the text it would answer."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad_request(reason: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusedError:
    return RefusedError(409, f"Conflict: {reason}")


def too_many(retry_after: int) -> RefusedError:
    """`retry_after` is in whole seconds of the sandbox's clock."""
    return RefusedError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
