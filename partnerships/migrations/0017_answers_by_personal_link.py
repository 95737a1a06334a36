"""The answer of the A may come by the personal link of the partner."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0016_stages_mandates_points'),
        ('projects', '0011_milestones_versioned'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='racifact',
            name='raci_fact_channel_known',
        ),
        migrations.AlterField(
            model_name='historicalracifact',
            name='channel',
            field=models.CharField(blank=True, choices=[('meeting', 'de vive voix'), ('phone', 'par téléphone'), ('email', 'par courriel'), ('letter', 'par courrier'), ('committee', 'en comité'), ('link', 'par son lien personnel'), ('other', 'autrement')], max_length=10, verbose_name='par quel moyen'),
        ),
        migrations.AlterField(
            model_name='racifact',
            name='channel',
            field=models.CharField(blank=True, choices=[('meeting', 'de vive voix'), ('phone', 'par téléphone'), ('email', 'par courriel'), ('letter', 'par courrier'), ('committee', 'en comité'), ('link', 'par son lien personnel'), ('other', 'autrement')], max_length=10, verbose_name='par quel moyen'),
        ),
        migrations.AddConstraint(
            model_name='racifact',
            constraint=models.CheckConstraint(condition=models.Q(('channel', ''), ('channel__in', ['meeting', 'phone', 'email', 'letter', 'committee', 'link', 'other']), _connector='OR'), name='raci_fact_channel_known'),
        ),
    ]
