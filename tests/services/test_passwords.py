"""Which new passwords are refused."""

import pytest

from survey.services import passwords

KNOWN = ("Anna Berger", "anna.berger@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "password12",
        "1234567890",
        "qwertzuiop",
        "aaaaaaaaaaaa",
        "Passwort123",
        "Anna Berger 1",
        "berger.anna",
        "InterculturalRegions",
        "Z" * 128,
    ],
)
def test_what_others_try_first_is_easy_to_guess(password):
    assert passwords.guessable(password, known=KNOWN)


@pytest.mark.parametrize(
    "password", ["vier graue Enten", "xk3 bluh mop tree", "πέντε μικρά ψάρια", "correct horse battery", "q8_Lr2!vTz"]
)
def test_unrelated_words_and_random_signs_are_good(password):
    assert not passwords.guessable(password, known=KNOWN)


def test_a_name_is_easy_to_guess_for_its_owner_only():
    assert passwords.guessable("Wolkenstein1", known=("Eva Wolkenstein", "eva@example.org"))
    assert not passwords.guessable("Wolkenstein1", known=KNOWN)


def test_the_same_password_from_two_keyboards_is_one():
    composed, decomposed = "f\u00fcnf Enten hier", "fu\u0308nf Enten hier"
    assert composed != decomposed
    assert passwords.normalised(composed) == passwords.normalised(decomposed)
