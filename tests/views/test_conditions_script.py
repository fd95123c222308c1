"""The page's script decides conditions and reads numbers as the server does."""

import base64
import json
from pathlib import Path
from random import Random

from flask import Flask, g

from survey.forms.answers import Questions, section_form
from survey.questionnaires.conditions import as_json, evaluate, parse
from survey.questionnaires.progress import GivenReplies
from tests.installations import small

STATIC = Path(__file__).resolve().parents[2] / "survey" / "static"
VALUES = {"a": ["yes", "no"], "m": [("legal",), ("legal", "advice")], "n": [3.0, 0.5], "s": [4, 3], "t": ["words"]}
PARTS = [
    *('a == "yes"', 'a != "no"', 'a in ["no", "yes"]', 'a not in ["no"]', "a in []", "a not in []"),
    *('"legal" in m', '"advice" not in m', "n < 3", "n >= 0.5", "n in [1, 3]", "n not in [3]", "s != 4", "n < s"),
    *("n == s", "n != s", "answered(t)", "answered(m)", "n > s"),
]
TYPED = ["1.234", "1,234", "12,5", "12.5", "0.500", "0,500", "1.234,5", "1,234.5", "100 %", "+5", "-1,5", "0x10", "1e3"]
TYPED += ["1e999", "", "%", "1.2.3", "1,2,3", ".5", ",5", "5.", "5,", "1 234", "12.345.678", "Infinity", "1_000", "١"]
PROGRAM = """
async ([module, cases, typed]) => {
  const { holds, numberIn } = await import("data:text/javascript;base64," + module);
  return {
    held: cases.map(([condition, values]) => holds(condition, (code) => values[code] ?? null)),
    read: typed.map(([text, decimal]) => numberIn(text, decimal)),
  };
}
"""


def condition(random: Random, depth: int = 3) -> str:
    if depth == 0 or random.random() < 0.3:
        return random.choice(PARTS)
    if random.random() < 0.25:
        return f"not ({condition(random, depth - 1)})"
    joint = random.choice([" and ", " or "])
    return joint.join(f"({condition(random, depth - 1)})" for _ in range(random.randint(2, 3)))


def number(text: str, decimal: str) -> float | None:
    questions = {"visitors": small().questions["visitors"]}
    with Flask("survey").test_request_context(
        method="POST", data={"visitors": text, "visitors.version": "0", "visitors.decimal": decimal}
    ) as context:
        g.language = "en"
        form = section_form(Questions(("visitors",), questions))(context.request.form)
        form.validate()
        value = form.replies()["visitors"].answer.value
    return value if isinstance(value, float) else None


def test_the_script_and_the_server_agree(browser):
    random = Random(7)
    texts = [condition(random) for _ in range(400)]
    given = [{code: random.choice(some) for code, some in VALUES.items() if random.random() < 0.7} for _ in texts]
    typed = [(text, decimal) for text in TYPED for decimal in ",."]
    cases = [(as_json(parse(text)), values) for text, values in zip(texts, given, strict=True)]
    module = base64.b64encode((STATIC / "conditions.js").read_bytes()).decode()
    page = browser.new_page()
    result = page.evaluate(PROGRAM, json.loads(json.dumps([module, cases, typed])))
    page.close()
    assert result["held"] == [
        evaluate(parse(text), GivenReplies(values)) for text, values in zip(texts, given, strict=True)
    ]
    assert result["read"] == [number(text.strip(), decimal) for text, decimal in typed]
