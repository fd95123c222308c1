"""Numbers in addresses that no row can have: they lead nowhere, for everybody who may ask."""

import pytest

from survey.views.keys import MOST
from tests.installations import sign_in

ADDRESSES = (
    "/people/mandates/{}/end",
    "/people/{}/roles",
    "/people/{}/log",
    "/regions/salzburg/figures/{}",
    "/administration/mail/{}/withdraw",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("number", [str(MOST + 1), "9" * 40, "9" * 5000, "-1"])
def test_a_number_that_no_row_can_have_leads_nowhere(app, address, number):
    answer = sign_in(app, "administrator").get(address.format(number))
    assert answer.status_code in {404, 414}


def test_the_highest_number_is_asked_for(app):
    assert sign_in(app, "administrator").get(ADDRESSES[0].format(MOST)).status_code == 404


def test_a_change_of_what_cannot_be_changes_nothing(app):
    client = sign_in(app, "team")
    sent = {"page-csrf_token": client.token("/accessibility")}
    assert client.post("/people/mandates/{}/end".format("9" * 40), data=sent).status_code in {404, 405}
