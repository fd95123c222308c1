"""What an address chooses among the regions, levels and components that there are."""

import pytest
from werkzeug.datastructures import MultiDict

from survey.views.choice import Choice, read

REGIONS, LEVELS, COMPONENTS = ("arad", "salzburg", "timis"), ("area", "dimension"), ("index", "housing")


def chosen(*pairs):
    """Return the choice of an address with these parameters."""
    return read(MultiDict(pairs), regions=REGIONS, levels=LEVELS, components=COMPONENTS)


def test_nothing_chosen_is_everything_at_the_usual_level():
    assert chosen() == Choice((), "area", "index")


@pytest.mark.parametrize(
    "pairs",
    [
        [("regions", "timis"), ("regions", "arad")],
        [("regions", "timis,arad")],
        [("regions", ",timis,"), ("regions", "arad,arad")],
    ],
)
def test_regions_stand_in_their_own_order_and_once(pairs):
    assert chosen(*pairs).regions == ("arad", "timis")


def test_what_cannot_be_leaves_the_rest():
    found = chosen(("regions", "atlantis,timis"), ("level", "galaxy"), ("component", "housing"))
    assert (found.regions, found.level, found.component) == (("timis",), "area", "housing")
    assert [fault.split()[0] for fault in found.faults] == ['"atlantis"', '"galaxy"']


def test_only_what_cannot_be_leaves_everything():
    assert chosen(("regions", "atlantis")).regions == ()


def test_empty_values_are_no_wish():
    assert chosen(("regions", ""), ("level", ""), ("component", "")) == chosen()


def test_a_choice_leads_to_itself():
    found = chosen(("regions", "timis,arad"), ("level", "dimension"), ("component", "housing"))
    pairs = [
        (name, part)
        for name, value in found.address.items()
        for part in (value if isinstance(value, list) else [value])
    ]
    assert chosen(*pairs) == found
