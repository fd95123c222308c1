"""A person in front of the form: reads each question on the page and answers it by what is there to choose."""

from random import Random

from playwright.sync_api import Locator, Page, expect

SHAPE = """card => ({
  radios: card.querySelectorAll(".options input[type=radio]").length,
  boxes: card.querySelectorAll(".options input[type=checkbox]:not([data-exclusive])").length,
  lines: card.querySelectorAll(".options textarea").length,
  others: card.querySelectorAll(".others .option").length,
  remit: Boolean(card.querySelector(".others input[value=NA]")),
})"""
SHOWN = "cards => cards.map(card => card.dataset.question)"
OPEN = """cards => cards.filter(card =>
  !card.querySelector(".options input:checked, .others input:checked:not([value=''])") &&
  ![...card.querySelectorAll(".options textarea, .options input[type=text]")].some(input => input.value)
).map(card => card.dataset.question)"""


class Respondent:
    """Somebody who answers whatever the page asks; the same seed gives the same answers.

    ``scripted`` says whether answers save by themselves; without, the button at the end of the page saves them.
    """

    def __init__(self, page: Page, *, seed: int, scripted: bool = True) -> None:
        self.page = page
        self.random = Random(seed)
        self.scripted = scripted
        self.answered = 0

    def answer_section(self) -> None:
        """Answer every question that the page shows, and those that appear meanwhile."""
        done: set[str] = set()
        while waiting := [code for code in self._codes(SHOWN) if code not in done]:
            self._answer(waiting[0])
            done.add(waiting[0])

    def answer_open_ones(self) -> None:
        """Answer the questions on the page that have no answer yet."""
        for code in self._codes(OPEN):
            self._answer(code)

    def take_back(self, path: str) -> None:
        """Go to an answer that contradicts another one, and say instead that nobody can tell."""
        self.page.goto(path)
        card = self.page.locator(f'[data-question="{path.partition("#q-")[2]}"]')
        card.locator(".others .option").first.click()
        if self.scripted:
            expect(card.locator("[data-saved]")).to_contain_text("Gespeichert")
        else:
            self.page.locator("form#answers .actions .button").click()

    def _codes(self, script: str) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all("[data-question]:not([hidden])", script)
        return found

    def _answer(self, code: str) -> None:
        """Answer one question and wait until the page says that it is saved."""
        self.answered += 1
        card = self.page.locator(f'[data-question="{code}"]')
        shape = card.evaluate(SHAPE)
        dice = self.random.random()
        if dice < 0.06:
            card.locator(".others .option").first.click()
        elif dice < 0.1 and shape["remit"]:
            card.locator('.others .option:has(input[value="NA"])').click()
            card.locator(".reason textarea").fill("Das regelt bei uns das Land.")
            card.locator(".reason textarea").blur()
        else:
            self._value(card, shape)
        if self.scripted:
            saved = card.locator("[data-saved]")
            expect(saved).to_contain_text("Gespeichert")
            expect(saved).not_to_contain_text("fehlt")

    def _value(self, card: Locator, shape: dict[str, int]) -> None:
        options = card.locator(".options .option")
        if shape["radios"]:
            options.nth(self.random.randrange(shape["radios"])).click()
            date = card.locator(".date input")
            if date.is_visible():
                date.fill("2027-06-01")
                date.blur()
        elif shape["boxes"]:
            options = card.locator(".options .option:not(:has([data-exclusive]))")  # "none of these" stands alone
            for place in self.random.sample(range(shape["boxes"]), self.random.randint(1, min(3, shape["boxes"]))):
                options.nth(place).click()
        elif shape["lines"]:
            card.locator(".options textarea").fill("Unsere Sprachcafés: 12 Orte, 100 % ehrenamtlich.")
            card.locator(".options textarea").blur()
        else:
            box = card.locator(".options input")
            half = "" if box.get_attribute("inputmode") == "numeric" else ",5"  # some ask for whole numbers
            box.fill(f"{self.random.randrange(0, 60)}{half}")
            box.blur()
