"""Files that the team brings: what they are, their day, the party that they concern."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0013_amendments_leave_what_they_copied'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='agreementfile',
            name='agreement_file_kind_known',
        ),
        migrations.AddField(
            model_name='agreementfile',
            name='dated_on',
            field=models.DateField(blank=True, null=True, verbose_name='date de la pièce'),
        ),
        migrations.AddField(
            model_name='agreementfile',
            name='party',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='files', to='agreements.party', verbose_name='partie concernée'),
        ),
        migrations.AddField(
            model_name='agreementfile',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='titre'),
        ),
        migrations.AddField(
            model_name='agreementfile',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='historicalagreementfile',
            name='dated_on',
            field=models.DateField(blank=True, null=True, verbose_name='date de la pièce'),
        ),
        migrations.AddField(
            model_name='historicalagreementfile',
            name='party',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agreements.party', verbose_name='partie concernée'),
        ),
        migrations.AddField(
            model_name='historicalagreementfile',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='titre'),
        ),
        migrations.AddField(
            model_name='historicalagreementfile',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='agreementfile',
            name='kind',
            field=models.CharField(choices=[('paper', 'Exemplaire signé, numérisé'), ('electronic', 'Fichier signé électroniquement'), ('sealed', 'PDF cacheté par le serveur'), ('event', 'Décision ou courrier'), ('decision', 'Délibération ou procès-verbal'), ('insurance', 'Attestation d’assurance'), ('statutes', 'Statuts'), ('bank', 'RIB'), ('quote', 'Devis'), ('text', 'Texte écrit ailleurs'), ('other', 'Autre pièce')], max_length=12, verbose_name='nature'),
        ),
        migrations.AlterField(
            model_name='historicalagreementfile',
            name='kind',
            field=models.CharField(choices=[('paper', 'Exemplaire signé, numérisé'), ('electronic', 'Fichier signé électroniquement'), ('sealed', 'PDF cacheté par le serveur'), ('event', 'Décision ou courrier'), ('decision', 'Délibération ou procès-verbal'), ('insurance', 'Attestation d’assurance'), ('statutes', 'Statuts'), ('bank', 'RIB'), ('quote', 'Devis'), ('text', 'Texte écrit ailleurs'), ('other', 'Autre pièce')], max_length=12, verbose_name='nature'),
        ),
        migrations.AddConstraint(
            model_name='agreementfile',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['paper', 'electronic', 'sealed', 'event', 'decision', 'insurance', 'statutes', 'bank', 'quote', 'text', 'other'])), name='agreement_file_kind_known'),
        ),
    ]
