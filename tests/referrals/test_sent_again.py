"""A form that is sent a second time: the same again, or another one."""

import pytest

from referrals import actions
from referrals.models import Referral
from sro_program.core.errors import USED_FORM, RuleBroken
from sro_program.core.ids import uuid7
from tests.factories.schools import SchoolFactory


def test_a_button_pressed_twice_makes_one_referral(refer):
    key = uuid7()

    assert refer(record_id=key) == refer(record_id=key)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"reason": "peers"},
        {"urgency": "today"},
        {"content": {"facts": "other facts"}},
        {"who": {"given_name": "Other"}},
    ],
)
def test_a_used_form_that_says_something_else_is_refused_in_words(refer, said):
    key = uuid7()
    refer(record_id=key)

    with pytest.raises(RuleBroken, match=USED_FORM):
        refer(record_id=key, **said)

    assert Referral.objects.count() == 1


@pytest.mark.parametrize("who", ["colleague", "helper"])
def test_a_used_form_to_another_receiver_is_refused_in_words(request, refer, who):
    key = uuid7()
    refer(record_id=key)

    with pytest.raises(RuleBroken, match=USED_FORM):
        refer(record_id=key, to=request.getfixturevalue(who))


def test_a_used_form_at_another_school_is_refused_in_words(refer, helper, school):
    key, next_door = uuid7(), SchoolFactory(campus=school.campus)
    refer(record_id=key, to=helper)

    with pytest.raises(RuleBroken, match=USED_FORM):
        refer(record_id=key, to=helper, school=next_door)


def test_other_words_under_a_used_id_are_not_lost_in_silence(referral, counselor):
    actions.accept(referral, by=counselor)
    for write in (actions.write_note, actions.write_message):
        key = uuid7()
        write(referral, by=counselor, text="first", record_id=key)

        with pytest.raises(RuleBroken, match=USED_FORM):
            write(referral, by=counselor, text="second", record_id=key)
