"""Every sentence that leaves the house about an incident: its number, no name."""

from sro_program.notifications.news import News

NEWS = {
    "submitted": News(
        "Report {number} waits for your review",
        "{author} has submitted it for {school}.",
        "Review it",
    ),
    "returned": News(
        "Report {number} was returned to you",
        "The remark on its page says what to mend.",
        "Go on with it",
    ),
    "approved": News(
        "Report {number} is approved",
        "It is locked now; what is learned later is a supplement.",
    ),
    "supplemented": News(
        "Report {number} has a supplement", "{signer} has added what was learned later."
    ),
    "handed_back": News(
        "A matter returns to your school: {number}",
        "The officer has classed it as discipline, which is the school’s to handle. "
        "The slip has the facts.",
        "Read the slip",
    ),
    "returned_to_school": News(
        "Report {number} was returned to the school",
        "You were told of it at once. {author} has classed it as discipline; nothing "
        "with a name is kept.",
    ),
    "alert": News(
        "At once: {alert}, report {number}",
        "{author} has written it down at {school}.",
        "Look at it",
    ),
    "sealing": News(
        "An order to seal waits for a second person",
        "Someone has confirmed it. Compare it with the court’s order and carry it out.",
        "Look at it",
    ),
    "received": News(
        "A report by {school} was taken down",
        "{category}. They learned of it {known} and told {officer} {reported}: "
        "{elapsed}.",
    ),
    "received_anew": News(
        "A report by {school} was corrected",
        "Now it reads: {category}. They learned of it {known} and told {officer} "
        "{reported}: {elapsed}.",
    ),
    "received_receipt": News(
        "Receipt: your report at {school}",
        "{officer} has taken it down. {category}. You learned of it {known} and "
        "reported it {reported}: {elapsed}. Keep this as your receipt "
        "(KRS 158.155).",
    ),
    "received_anew_receipt": News(
        "Corrected receipt: your report at {school}",
        "{officer} has corrected it. {category}. You learned of it {known} and "
        "reported it {reported}: {elapsed}. It replaces the earlier receipt "
        "(KRS 158.155).",
    ),
}
