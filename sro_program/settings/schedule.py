"""What the clock does, and when. Times are those of settings.TIME_ZONE."""

from celery.schedules import crontab

BEAT = {
    "notifications: send what was missed": {
        "task": "sro_program.notifications.tasks.sweep",
        "schedule": 60,
    },
    "notifications: the daily mail": {
        "task": "sro_program.notifications.tasks.send_digests",
        "schedule": crontab(minute="*/15"),  # each district has its own afternoon
    },
    "notifications: beat is alive": {
        "task": "sro_program.notifications.tasks.tick",
        "schedule": 30,
    },
    "schools: take up imports that no worker heard of": {
        "task": "schools.tasks.resume_imports",
        "schedule": 60,
    },
    "schools: throw away uploads after a week": {
        "task": "schools.tasks.abandon_old_imports",
        "schedule": crontab(hour=3, minute=20),
    },
    "schools: what is to be mended": {
        "task": "schools.tasks.warn_of_findings",
        "schedule": crontab(hour=6, minute=55),
    },
    "schools: access notices that end soon": {
        "task": "schools.tasks.warn_of_notices",
        "schedule": crontab(hour=6, minute=50),
    },
    "schools: calendars of the schools": {
        "task": "schools.tasks.read_feeds",
        "schedule": crontab(hour=4, minute=10),
    },
    "officers: certificates and hours that are due": {
        "task": "officers.tasks.warn_of_training",
        "schedule": crontab(hour=6, minute=30),
    },
    "officers: duty reports whose day has come": {
        "task": "officers.tasks.send_reports",
        "schedule": crontab(minute=15),  # each district has its own day
    },
    "officers: halves of reviews that are not signed": {
        "task": "officers.tasks.ask_for_reviews",
        "schedule": crontab(hour=6, minute=45),
    },
    "officers: duty reports of a corrected log": {
        "task": "officers.tasks.renew_reports",
        "schedule": crontab(minute="*/5"),
    },
    "presentations: a week and a day before": {
        "task": "presentations.tasks.remind_of_coming",
        "schedule": crontab(minute=5),
    },
    "presentations: signatures that are missing": {
        "task": "presentations.tasks.remind_to_decide",
        "schedule": crontab(hour=7, minute=10),
    },
    "presentations: requests whose time has come": {
        "task": "presentations.tasks.lapse",
        "schedule": crontab(minute=20),
    },
    "presentations: talks of the day without a record": {
        "task": "presentations.tasks.remind_to_record",
        "schedule": crontab(hour="18-22", minute=10),
    },
    "incidents: numbers of what has changed": {
        "task": "incidents.tasks.count_anew",
        "schedule": 60,
    },
    "referrals: nobody has looked, or answered": {
        "task": "referrals.tasks.remind",
        "schedule": crontab(minute="*/10"),
    },
    "referrals: reports that are not finished": {
        "task": "referrals.tasks.nag",
        "schedule": crontab(minute=40),
    },
}
