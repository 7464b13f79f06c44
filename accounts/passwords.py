"""Passwords: kept as Argon2 hashes, never as they are; and what one must be like."""

import secrets
import string
from dataclasses import dataclass, field
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from common.problems import Problem

SHORTEST, LONGEST = 10, 200
KINDS = 3
# Letters and figures nobody mistakes for another when a password is read out.
_CLEAR = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))
# What is tried first wherever somebody guesses, here and everywhere.
_GUESSED = (
    "12345", "54321", "abc123", "abcdef", "qwert", "asdfg", "1qaz", "passw", "p@ssw", "admin", "welcome", "letmein",
    "iloveyou", "woaini", "5201314", "111111", "000000", "888888", "666666", "wenzhou", "minzheng", "dabiao",
)  # fmt: skip

_hasher = PasswordHasher()


def hash_of(password: str) -> str:
    """The Argon2id hash of a password, with its salt and parameters."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; without one, no, after as long a time."""
    try:
        return _hasher.verify(password_hash or _nobodys(), password[: LONGEST + 1]) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@dataclass(frozen=True)
class InitialPassword:
    """A password to begin with: given to its person once, and changed by them at the first sign-in.

    It is made before a turn to write is taken: its hash takes a while on purpose, and nobody is to wait for it.
    """

    text: str = field(repr=False)
    hash: str


def initial_password() -> InitialPassword:
    """A new one, with its hash."""
    while True:
        text = "-".join("".join(secrets.choice(_CLEAR) for _letter in range(4)) for _group in range(4))
        if not faults_of(text, ""):
            return InitialPassword(text, hash_of(text))


def faults_of(password: str, name: str) -> list[Problem]:
    """What a new password lacks: length, kinds of characters, and what others would not guess."""
    if len(password) < SHORTEST or len(password) > LONGEST:
        return [Problem("password_length", params={"least": SHORTEST, "most": LONGEST})]
    if len(set(map(_kind, password))) < KINDS:
        return [Problem("password_simple", params={"kinds": KINDS})]
    if name and name.casefold() in password.casefold():
        return [Problem("password_holds_name")]
    if any(word in password.casefold() for word in _GUESSED):
        return [Problem("password_guessed")]
    return []


def _kind(character: str) -> str:
    """A capital letter, a small one, a figure, or anything else."""
    kinds = {"capital": character.isupper(), "small": character.islower(), "figure": character.isdecimal()}
    return next((kind for kind, holds in kinds.items() if holds), "other")


@cache
def _nobodys() -> str:
    """The hash of a password nobody has, for names nobody has: to refuse them takes as long."""
    return hash_of(secrets.token_hex(16))
