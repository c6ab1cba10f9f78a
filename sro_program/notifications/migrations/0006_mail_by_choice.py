"""When mail comes is chosen by whom it comes to.

Until now everybody who is signed in could by SQL have turned another's mail off.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import kept_by


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notifications", "0005_mail_to")]
    operations: ClassVar = [
        *kept_by("notifications_mailpreference", keeps="user_id = app_user_id()")
    ]
