"""Annexes that the team adds to a text: words, or a picture with what it shows."""

import accounts.addresses
import django.db.models.deletion
import projects.models.history
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0016_amendments_add_and_delete_articles'),
        ('projects', '0011_milestones_versioned'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalOwnAnnex',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=accounts.addresses.new_public_id, editable=False, max_length=10)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='ordre')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('is_picture', models.BooleanField(default=False, verbose_name='image ou plan')),
                ('body', models.TextField(blank=True, max_length=20000, verbose_name='texte')),
                ('alt', models.TextField(blank=True, max_length=2000, verbose_name='ce que montre l’image')),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.agreement')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operation', models.ForeignKey(default=projects.models.history.current_operation_id, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.operation')),
                ('picture', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.storedcontent')),
            ],
            options={
                'verbose_name': 'historical annexe de l’équipe',
                'verbose_name_plural': 'historical annexes de l’équipe',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='OwnAnnex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=accounts.addresses.new_public_id, editable=False, max_length=10, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='ordre')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('is_picture', models.BooleanField(default=False, verbose_name='image ou plan')),
                ('body', models.TextField(blank=True, max_length=20000, verbose_name='texte')),
                ('alt', models.TextField(blank=True, max_length=2000, verbose_name='ce que montre l’image')),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_annexes', to='agreements.agreement')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.storedcontent')),
            ],
            options={
                'verbose_name': 'annexe de l’équipe',
                'verbose_name_plural': 'annexes de l’équipe',
                'ordering': ('position', 'pk'),
                'indexes': [models.Index(fields=['agreement', 'position'], name='agreements__agreeme_caefe8_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('is_picture', True), models.Q(('alt', ''), _negated=True)), models.Q(('alt', ''), ('is_picture', False), ('picture', None)), _connector='OR'), name='own_annex_text_or_picture', violation_error_message='Une annexe est un texte, ou une image avec les mots qui disent ce qu’elle montre.')],
            },
        ),
    ]
