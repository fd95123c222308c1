"""Signing in in two steps and by a provider, in a real browser: what is pasted is taken, and every page is usable."""

import re

from tests.installations import PASSWORD, email, open_wave
from tests.oidc import CLIENT_ID, CLIENT_SECRET, openid_provider
from tests.second_factors import App

TASKS = "/assessments/2026/salzburg/"


def paste(person, text: str) -> None:
    """Paste into the field of the code as a person does: with what the clipboard holds around it."""
    person.page.locator("[name=code]").focus()
    person.page.keyboard.insert_text(text)


def sign_in(person, path: str) -> None:
    person.open(path)
    person.page.fill("[name=email]", email("coordinator"))
    person.page.fill("[name=password]", PASSWORD)
    person.page.click("main form .button")


def give(person, text: str) -> None:
    paste(person, text)
    person.page.locator("main form .button").first.click()


def test_two_steps_from_setting_up_to_the_day_the_phone_is_lost(app, serve, visit):
    open_wave(app)
    with serve(more={"SURVEY_SECOND_FACTOR": "coordinator"}) as url, visit(url) as person:
        page = person.page
        sign_in(person, f"/sign-in?next={TASKS}")
        page.wait_for_url(re.compile("/account/second-factor"))
        mine = App(app, page.locator(".secret-text").inner_text())
        found = person.axe()
        code = mine.code()
        give(person, f" {code[:3]} {code[3:]} ")
        codes = page.locator(".codes code").all_inner_texts()
        found += person.axe()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save them as a file").click()
        assert codes[0] in download.value.path().read_text(encoding="utf-8")
        page.get_by_role("link", name="I have kept them, go on").click()
        page.wait_for_url(f"**{TASKS}")
        page.get_by_role("button", name="Sign out").click()
        sign_in(person, "/sign-in")
        page.wait_for_url("**/sign-in/code")
        found += person.axe()
        code = mine.code()
        give(person, f"{code[:3]} {code[3:]}")
        page.wait_for_url(f"**{TASKS}")
        page.get_by_role("button", name="Sign out").click()
        sign_in(person, "/sign-in")
        page.get_by_role("link", name="I do not have the app at hand").click()
        give(person, codes[4])
        page.wait_for_url(f"**{TASKS}")
        assert "9 recovery codes are left." in page.locator(".message").inner_text()
    assert len(codes) == 10
    assert not found, "\n".join(found)


def test_an_account_at_a_provider_is_linked_and_signs_in(app, serve, visit):
    open_wave(app)
    with openid_provider() as provider:
        said = {
            "SURVEY_OIDC_ISSUER": provider.url,
            "SURVEY_OIDC_CLIENT_ID": CLIENT_ID,
            "SURVEY_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "SURVEY_OIDC_NAME": "Amts-Login",
        }
        with serve(more=said) as url, visit(url, locale="de-DE") as person:
            page = person.page
            sign_in(person, "/sign-in?next=/account/providers")
            found = person.axe("/account/providers")
            page.get_by_role("button", name="Zu Amts-Login gehen und verknüpfen").click()
            page.wait_for_url("**/account/providers/found")
            found += person.axe()
            page.get_by_role("button", name="Ja, verknüpfen").click()
            assert "clara@ministry.example" in page.locator("main").inner_text()
            page.get_by_role("button", name="Abmelden").click()
            person.open(f"/sign-in?next={TASKS}")
            page.get_by_role("button", name="Mit Amts-Login anmelden").click()
            page.wait_for_url(f"**{TASKS}")
            # the browser itself was led to the provider, by what the reader clicked, and by nothing else
            led = [line for line in person.complaints if f"a request to another host: {provider.url}/authorize" in line]
            assert len(led) == 2
            assert person.complaints == led
            person.complaints.clear()
    assert not found, "\n".join(found)
