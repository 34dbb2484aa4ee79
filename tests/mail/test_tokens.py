from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous.encoding import base64_decode

from macros.mail.tokens import Purpose, TokenError, Tokens, digest_of, tokens_in

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
TOKENS = Tokens(b"k" * 32, "nieuwsbrief.netwerk.example")


def _token(number: int = 42) -> str:
    return TOKENS.make(Purpose.LEAVE, number, "jan@voorbeeld.nl", LATER)


def test_a_token_says_who_and_until_when() -> None:
    token = TOKENS.read(Purpose.LEAVE, _token(), NOW)
    assert (token.number, token.digest, token.expires) == (42, digest_of("JAN@voorbeeld.nl"), LATER)
    assert len(_token()) == 52


def test_it_stands_in_a_path_and_in_a_subject() -> None:
    for number in range(300):
        token = _token(number)
        assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
        assert tokens_in(f"Re: Afmelden {token} (x)") == [token]


def test_no_one_learns_an_address_from_it() -> None:
    assert b"jan" not in base64_decode(_token().partition(".")[0])


def _spoiled() -> list[str]:
    token = _token()
    return [
        "", "x" * 52, token[:-1], token + "A", token.lower(), token.upper(), token.swapcase(), f"{token}\n", f" {token}", token.replace(".", ""),
        *(token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(51)),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", _spoiled())
def test_a_forged_token_is_refused(typed: str) -> None:
    with pytest.raises(TokenError, match="klopt niet"):
        TOKENS.read(Purpose.LEAVE, typed, NOW)


def test_the_value_is_compared_and_not_its_letters() -> None:
    """Twenty bytes are 27 letters with two bits to spare: four texts are one token, and none is another."""
    token = _token()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    said = set()
    for letter in alphabet:
        try:
            said.add((TOKENS.read(Purpose.LEAVE, token[:-1] + letter, NOW), alphabet.index(letter) // 4))
        except TokenError:
            continue
    assert len(said) == 1


def test_another_list_another_key_and_another_purpose_are_refused() -> None:
    for other in (Tokens(b"k" * 32, "agenda.netwerk.example"), Tokens(b"j" * 32, "nieuwsbrief.netwerk.example")):
        with pytest.raises(TokenError, match="klopt niet"):
            other.read(Purpose.LEAVE, _token(), NOW)
    with pytest.raises(TokenError, match="klopt niet"):
        TOKENS.read(Purpose.CONFIRM, _token(), NOW)


def test_it_expires() -> None:
    assert TOKENS.read(Purpose.LEAVE, _token(), LATER - timedelta(seconds=1)).number == 42
    with pytest.raises(TokenError, match="verlopen"):
        TOKENS.read(Purpose.LEAVE, _token(), LATER)
