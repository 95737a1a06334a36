# Written by hand: two people may edit one date.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0010_questions_set_aside'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmilestone',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='milestone',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
