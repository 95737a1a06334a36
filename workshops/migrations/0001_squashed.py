"""The tables as they stood before the first release."""

import django.db.models.deletion
import projects.models.history
import projects.models.project
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('partnerships', '0001_squashed'),
        ('projects', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalWorkshop',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('who_name', models.CharField(blank=True, max_length=200, verbose_name='nom libre')),
                ('key', models.CharField(blank=True, max_length=100, verbose_name='identifiant de fichier')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='ordre')),
                ('script', models.CharField(choices=[('frise', 'La frise des partenariats'), ('cible', 'La carte partenariale (cible)'), ('raci', 'Qui fait quoi : le tableau RACI'), ('pas_de_cote', 'Le pas de côté'), ('vulnerabilites', 'Des situations aux acteurs'), ('allies', 'Alliés et engagement'), ('influence', 'Influence et intérêt'), ('bilan', 'Le bilan partagé')], max_length=20, verbose_name='déroulé')),
                ('date', models.DateField(blank=True, null=True, verbose_name='date')),
                ('participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants')),
                ('cards', models.PositiveIntegerField(blank=True, null=True, verbose_name='cartes')),
                ('merged', models.PositiveIntegerField(blank=True, null=True, verbose_name='cartes fusionnées')),
                ('commitments', models.JSONField(blank=True, default=list, validators=[projects.models.project.validate_text_list], verbose_name='engagements')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operation', models.ForeignKey(default=projects.models.history.current_operation_id, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.operation')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.project')),
                ('who_member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.projectmember', verbose_name='personne de l’équipe')),
                ('who_partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership', verbose_name='partenaire')),
            ],
            options={
                'verbose_name': 'historical atelier',
                'verbose_name_plural': 'historical ateliers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who_name', models.CharField(blank=True, max_length=200, verbose_name='nom libre')),
                ('key', models.CharField(blank=True, max_length=100, verbose_name='identifiant de fichier')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='ordre')),
                ('script', models.CharField(choices=[('frise', 'La frise des partenariats'), ('cible', 'La carte partenariale (cible)'), ('raci', 'Qui fait quoi : le tableau RACI'), ('pas_de_cote', 'Le pas de côté'), ('vulnerabilites', 'Des situations aux acteurs'), ('allies', 'Alliés et engagement'), ('influence', 'Influence et intérêt'), ('bilan', 'Le bilan partagé')], max_length=20, verbose_name='déroulé')),
                ('date', models.DateField(blank=True, null=True, verbose_name='date')),
                ('participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants')),
                ('cards', models.PositiveIntegerField(blank=True, null=True, verbose_name='cartes')),
                ('merged', models.PositiveIntegerField(blank=True, null=True, verbose_name='cartes fusionnées')),
                ('commitments', models.JSONField(blank=True, default=list, validators=[projects.models.project.validate_text_list], verbose_name='engagements')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workshops', to='projects.project')),
                ('who_member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='projects.projectmember', verbose_name='personne de l’équipe')),
                ('who_partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnerships.partnership', verbose_name='partenaire')),
            ],
            options={
                'verbose_name': 'atelier',
                'verbose_name_plural': 'ateliers',
                'ordering': ('date', 'position', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('script__in', ['frise', 'cible', 'raci', 'pas_de_cote', 'vulnerabilites', 'allies', 'influence', 'bilan'])), name='script_known')],
            },
        ),
    ]
