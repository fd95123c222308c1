"""A person in front of the form: reads each question on the page and answers it by its visible words."""

from random import Random

from playwright.sync_api import Locator, Page, expect


class Respondent:
    """Somebody who answers whatever the page asks; the same seed gives the same answers.

    ``scripted`` says whether answers save by themselves; without, the button at the end of the page saves them.
    """

    def __init__(self, page: Page, *, seed: int, scripted: bool = True, saved: str = "Gespeichert") -> None:
        self.page = page
        self.random = Random(seed)
        self.scripted = scripted
        self.saved = saved
        self.answered = 0

    def answer_section(self) -> None:
        """Answer every question that the page shows, and those that appear meanwhile."""
        done: set[str] = set()
        while True:
            cards = self.page.locator("[data-question]:not([hidden])").all()
            codes = [card.get_attribute("data-question") or "" for card in cards]
            waiting = [(code, card) for code, card in zip(codes, cards, strict=True) if code not in done]
            if not waiting:
                return
            code, card = waiting[0]
            self.answer(self.page.locator(f'[data-question="{code}"]'))
            done.add(code)

    def answer(self, card: Locator) -> None:
        """Answer one question and wait until the page says that it is saved."""
        self.answered += 1
        dice = self.random.random()
        others = card.locator(".others .option")
        if dice < 0.06:
            others.nth(0).click()
        elif dice < 0.1 and others.count() > 1 and card.locator('.others input[value="NA"]').count():
            card.locator('.others .option:has(input[value="NA"])').click()
            card.locator(".reason textarea").fill("Das regelt bei uns das Land.")
            card.locator(".reason textarea").blur()
        else:
            self._value(card)
        if self.scripted:
            expect(card.locator("[data-saved]")).to_contain_text(self.saved)
            expect(card.locator("[data-saved]")).not_to_contain_text("fehlt")

    def _value(self, card: Locator) -> None:
        options = card.locator(".options .option")
        if card.locator(".options input[type=radio]").count():
            options.nth(self.random.randrange(options.count())).click()
            if card.locator(".date input").is_visible():
                card.locator(".date input").fill("2027-06-01")
                card.locator(".date input").blur()
        elif card.locator(".options input[type=checkbox]").count():
            for place in self.random.sample(range(options.count()), self.random.randint(1, min(3, options.count()))):
                options.nth(place).click()
        elif card.locator(".options textarea").count():
            card.locator(".options textarea").fill("Unsere Sprachcafés – 12 Orte, 100 % ehrenamtlich.")
            card.locator(".options textarea").blur()
        else:
            card.locator(".options input").fill(str(self.random.randrange(0, 60)) + ",5")
            card.locator(".options input").blur()
