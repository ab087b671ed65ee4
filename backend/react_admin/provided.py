"""Types of the functions that the application provides: checks of roles, and sessions."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

# Raises an error unless the request is allowed. Returns None.
Check = Callable[[Request, Session], object]

# A FastAPI dependency that yields the session of a request, and commits it afterwards.
GetSession = Callable[..., Iterator[Session] | AsyncIterator[Session]]

# Returns `work(session)`, called in a short transaction that is rolled back.
Reader = Callable[[Callable[[Session], Any]], Awaitable[Any]]

# Returns `work(session)`, called in a transaction that has been committed.
Writer = Callable[[Callable[[Session], Any]], Awaitable[Any]]
