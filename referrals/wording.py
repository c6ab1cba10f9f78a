"""Every sentence that leaves the house about a referral: no name, no facts."""

from sro_program.notifications.news import News

FOR_PEOPLE = {
    "sent": News(
        "A referral waits for you at {school}",
        "{sender} has sent it on {sent_on}. {answer_words}",
        "Look at it",
    ),
    "received": News(
        "{receiver} has your referral", "It arrived; the answer is still to come."
    ),
    "accepted": News("{receiver} has taken on your referral", "Sent on {sent_on}."),
    "begun": News("{receiver} works on your referral", "Sent on {sent_on}."),
    "declined": News(
        "{receiver} has declined your referral",
        "The reason stands on its page. You can turn to someone else from there.",
    ),
    "redirected": News(
        "Your referral was handed on to {receiver}",
        "{sender} has handed it on. You follow it as before.",
    ),
    "passed": News(
        "A colleague has taken over: {receiver}",
        "The referral of {sent_on} at {school} has a new receiver.",
    ),
    "closed": News(
        "Your referral is closed: {outcome}",
        "{receiver} has closed it in this category.",
    ),
    "revoked": News(
        "A referral at {school} was taken back",
        "{sender} has taken it back; nothing is asked of you any more.",
    ),
    "message": News(
        "A message about a referral at {school}", "Read it on the referral’s page."
    ),
    "handed_over": News(
        "A referral was handed over to you at {school}",
        "Sent on {sent_on}. {answer_words}",
        "Look at it",
    ),
    "reminder": News(
        "A referral still waits for you at {school}",
        "{sender} sent it on {sent_on}. {answer_words}",
        "Look at it",
    ),
    "waits": News(
        "A colleague’s referral waits at {school}",
        "{receiver} has not answered what was sent on {sent_on}. If {receiver} is "
        "away, you can take it over.",
    ),
    "waits_school": News(
        "A referral waits for an answer at {school}",
        "{receiver} has not answered what was sent on {sent_on}. Please see to it that "
        "someone does. What it says is between its sender and its receiver.",
    ),
    "waits_agency": News(
        "A referral waits for an answer at {school}",
        "An agency has not answered what {sender} sent on {sent_on}. Please ask "
        "{sender} to call there or to turn to someone else. What it says is between "
        "its sender and its receiver.",
    ),
    "waits_district": News(
        "A referral waits at {school}",
        "It was sent on {sent_on} and is still open, and the school has no principal "
        "and no other counselor here who could be told. Please see to it that someone "
        "takes care of it. What it says is between its sender and its receiver.",
    ),
    "left": News(
        "A referral at {school} has lost its receiver",
        "{receiver} is no longer a counselor there. What was sent on {sent_on} is "
        "still open; you can take it over.",
        "Look at it",
    ),
    "left_school": News(
        "A referral at {school} has lost its receiver",
        "{receiver} is no longer a counselor there, and what was sent on {sent_on} is "
        "still open. Please see to it that the school has a counselor who takes it "
        "over. What it says is between its sender and its receiver.",
    ),
}
"""For those who have an account."""

FOR_AGENCIES = {
    "sent": News(
        "A referral from {school} waits for your answer",
        "{sender} has sent it on {sent_on}. {answer_words} The page behind the link "
        "says whom it is about; it is confidential.",
        "Open the referral",
    ),
    "message": News(
        "A message about a referral from {school}",
        "There is something new about the referral of {sent_on}.",
        "Read the message",
    ),
    "reminder": News(
        "A referral from {school} still waits for your answer",
        "{sender} sent it on {sent_on}. {answer_words}",
        "Open the referral",
    ),
    "revoked": News(
        "A referral from {school} was taken back",
        "The referral of {sent_on} was taken back. Its link no longer works, and "
        "nothing is asked of you any more.",
    ),
}
"""For those who have none: mails alone, with a signed link."""
