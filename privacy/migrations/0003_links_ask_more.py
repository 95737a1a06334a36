"""A link may ask for the answers of the A and for the places on the frise; a proposal may carry a place, with why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0001_squashed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposedchange',
            name='proposed_subject_known',
        ),
        migrations.RemoveConstraint(
            model_name='proposedchange',
            name='proposed_decision_known',
        ),
        migrations.AddField(
            model_name='historicalpartnerlink',
            name='asks_places',
            field=models.BooleanField(default=False, verbose_name='demande sa place sur la frise'),
        ),
        migrations.AddField(
            model_name='historicalpartnerlink',
            name='asks_roles',
            field=models.BooleanField(default=False, verbose_name='demande ses réponses sur le RACI'),
        ),
        migrations.AddField(
            model_name='historicalproposedchange',
            name='comment',
            field=models.TextField(blank=True, max_length=500, verbose_name='pourquoi'),
        ),
        migrations.AddField(
            model_name='partnerlink',
            name='asks_places',
            field=models.BooleanField(default=False, verbose_name='demande sa place sur la frise'),
        ),
        migrations.AddField(
            model_name='partnerlink',
            name='asks_roles',
            field=models.BooleanField(default=False, verbose_name='demande ses réponses sur le RACI'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='comment',
            field=models.TextField(blank=True, max_length=500, verbose_name='pourquoi'),
        ),
        migrations.AlterField(
            model_name='historicalproposedchange',
            name='decision',
            field=models.CharField(choices=[('pending', 'À décider'), ('accepted', 'Acceptée'), ('refused', 'Refusée'), ('noted', 'Notée comme avis'), ('replaced', 'Remplacée par un envoi plus récent')], default='pending', max_length=20, verbose_name='décision'),
        ),
        migrations.AlterField(
            model_name='historicalproposedchange',
            name='subject',
            field=models.CharField(choices=[('contact', 'La personne'), ('partner', 'La structure'), ('partnership', 'Dans le projet'), ('place', 'Sur la frise')], max_length=20, verbose_name='sujet'),
        ),
        migrations.AlterField(
            model_name='proposedchange',
            name='decision',
            field=models.CharField(choices=[('pending', 'À décider'), ('accepted', 'Acceptée'), ('refused', 'Refusée'), ('noted', 'Notée comme avis'), ('replaced', 'Remplacée par un envoi plus récent')], default='pending', max_length=20, verbose_name='décision'),
        ),
        migrations.AlterField(
            model_name='proposedchange',
            name='subject',
            field=models.CharField(choices=[('contact', 'La personne'), ('partner', 'La structure'), ('partnership', 'Dans le projet'), ('place', 'Sur la frise')], max_length=20, verbose_name='sujet'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('subject__in', ['contact', 'partner', 'partnership', 'place'])), name='proposed_subject_known'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['pending', 'accepted', 'refused', 'noted', 'replaced'])), name='proposed_decision_known'),
        ),
    ]
