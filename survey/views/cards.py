"""Cards of questions, kept as they were made: most questions of a page stand as they stood on the page before.

A card follows from its question in the reader's language and from the few things of :class:`survey.views.place.Item`
and its reply. They all are the key, so no rule has to say when a card is old.
"""

from collections.abc import Callable

from markupsafe import Markup

from survey.views.place import Item

MOST = 256
"""Cards that one process keeps, about a megabyte; when there are more, it begins anew."""

_made: dict[tuple[object, ...], Markup] = {}


def of(outline: tuple[str, ...]) -> Callable[[Callable[[Item], Markup], Item], Markup]:
    """Return by what a page makes its cards, given the macro that makes one and its question.

    ``outline`` is the key of what is asked: the questionnaire, its texts, the language.

    What somebody has typed, what is to mend and what is to decide is made anew each time: it is kept in the
    database only.
    """

    def card(macro: Callable[[Item], Markup], item: Item) -> Markup:
        """Return one card, the one that was made before where nothing of it is another."""
        reply = item.reply
        if reply.text or reply.reason or reply.fault or reply.conflict or item.earlier:
            return macro(item)
        stands = (reply.chosen, reply.decimal, reply.date, reply.version)
        shown = (item.number, item.hidden, item.saved, item.about, item.cited, item.talked, item.unsaved)
        key = (*outline, item.asked.question.code, stands, shown)
        found = _made.get(key)
        if found is None:
            if len(_made) >= MOST:
                _made.clear()
            found = _made[key] = macro(item)
        return found

    return card
