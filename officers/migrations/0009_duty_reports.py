"""Duty reports, their pages by lens, and what is said to them; behind the second wall.

The school’s page and the command’s are rows of their own, so that the wall can hold.
"""

import datetime
import django.db.models.deletion
import sro_program.core.ids
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import at_my_school, protect


OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
UNIT = at_my_school("commander", "office")
COMMANDS, LEADS = at_my_school("commander"), at_my_school("principal")
SIGNS = f"""((lens = 'command' AND {COMMANDS}) OR (lens = 'school' AND {LEADS}))
    AND NOT {OWN}"""
ANSWERS = f"""(by_id = app_user_id() AND (
    (side = 'officer' AND {OWN}) OR (side = 'command' AND {COMMANDS})
    OR (side = 'school' AND {LEADS})))"""
NOBODY = "false"
"""Reports are compiled by the clock alone; nobody takes a word or a signature away."""


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0008_training'),
        ('schools', '0005_agreement'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='DutyReport',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('period', models.CharField(choices=[('week', 'Week'), ('month', 'Month')], max_length=5)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('for_school', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='officers.officer')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='schools.school')),
            ],
            options={
                'ordering': ['-ends_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DutyReportPage',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('lens', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('edition', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('waiting', 'Waits for a signature'), ('signed', 'Signed')], default='waiting', max_length=7)),
                ('figures', models.JSONField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('compiled_at', models.DateTimeField(auto_now_add=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='officers.officer')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='officers.dutyreport')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['report', 'lens', '-edition'],
            },
        ),
        migrations.CreateModel(
            name='DutyReportAnswer',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration'), ('officer', 'Officer')], max_length=7)),
                ('is_signature', models.BooleanField()),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('for_school', models.BooleanField(default=True)),
                ('school_edition', models.PositiveSmallIntegerField(default=0)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='officers.officer')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='officers.dutyreport')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='officers.dutyreportpage')),
            ],
            options={
                'ordering': ['given_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReportDay',
            fields=[
                ('district', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='report_day', serialize=False, to='schools.district')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=0, help_text='On which the report of a week is sent.', verbose_name='day of the next week')),
                ('day_of_month', models.PositiveSmallIntegerField(default=1, help_text='On which the report of a month is sent, 1 to 28.', verbose_name='day of the next month')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('day_of_month__range', (1, 28)), ('weekday__lte', 6)), name='report_day_exists_in_each_month', violation_error_message='Choose a day from 1 to 28.')],
            },
        ),
        migrations.AddIndex(
            model_name='dutyreport',
            index=models.Index(condition=models.Q(('changed_at__isnull', False)), fields=['changed_at'], name='report_to_compile'),
        ),
        migrations.AddIndex(
            model_name='dutyreport',
            index=models.Index(condition=models.Q(('sent_at', None)), fields=['school'], name='report_to_send'),
        ),
        migrations.AddIndex(
            model_name='dutyreport',
            index=models.Index(fields=['school', '-ends_on', '-id'], name='report_of_school'),
        ),
        migrations.AddConstraint(
            model_name='dutyreport',
            constraint=models.UniqueConstraint(fields=('officer', 'school', 'period', 'starts_on'), name='report_of_a_period_once', violation_error_message='There is a report of this time already.'),
        ),
        migrations.AddConstraint(
            model_name='dutyreport',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='report_ends_after_it_starts', violation_error_message='It cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='dutyreport',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='report_is_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddIndex(
            model_name='dutyreportpage',
            index=models.Index(condition=models.Q(('replaced_at', None), ('status', 'waiting')), fields=['school', 'lens'], name='report_page_waiting'),
        ),
        migrations.AddConstraint(
            model_name='dutyreportpage',
            constraint=models.UniqueConstraint(fields=('report', 'lens', 'edition'), name='report_page_of_an_edition_once', violation_error_message='There is such a page already.'),
        ),
        migrations.AddConstraint(
            model_name='dutyreportpage',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('report', 'lens'), name='report_page_current_once', violation_error_message='There is a later page already.'),
        ),
        migrations.AddConstraint(
            model_name='dutyreportanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('is_signature', True)), fields=('page',), name='report_page_signed_once', violation_error_message='This is signed already.'),
        ),
        migrations.AddConstraint(
            model_name='dutyreportanswer',
            constraint=models.CheckConstraint(condition=models.Q(('is_signature', True), models.Q(('text', ''), _negated=True), _connector='OR'), name='report_answer_says_something', violation_error_message='Write what you have to say.'),
        ),
        protect(
            "officers_dutyreport",
            see=f"({OWN} OR {UNIT} OR (for_school AND {LEADS}))",
            add=NOBODY,
            change=NOBODY,
        ),
        protect(
            "officers_dutyreportpage",
            see=f"({OWN} OR {UNIT} OR (lens = 'school' AND {LEADS}))",
            add=NOBODY,
            change=f"({SIGNS})",
        ),
        protect(
            "officers_dutyreportanswer",
            see=f"({OWN} OR {UNIT} OR (for_school AND {LEADS}))",
            add=ANSWERS,
            change=NOBODY,
        ),
    ])
