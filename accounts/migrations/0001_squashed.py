"""The tables as they stood before the first release."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'Cette adresse a déjà un compte.'}, max_length=254, unique=True, verbose_name='adresse e-mail')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='nom affiché')),
                ('is_active', models.BooleanField(default=True, verbose_name='compte actif')),
                ('is_staff', models.BooleanField(default=False, verbose_name='administration du serveur')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='créé le')),
                ('board_density', models.CharField(choices=[('names', 'Noms'), ('cards', 'Fiches'), ('details', 'Détails')], default='cards', max_length=10, verbose_name='densité de la frise')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'personne',
                'verbose_name_plural': 'personnes',
                'constraints': [models.CheckConstraint(condition=models.Q(('board_density__in', ['names', 'cards', 'details'])), name='user_board_density_known')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='identifiant')),
                ('check_months', models.PositiveSmallIntegerField(default=12, help_text='Compté depuis le jour où quelqu’un l’a vérifiée.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='une fiche est à vérifier après (mois)')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créée le')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('check_months__gte', 1), ('check_months__lte', 60)), name='organisation_check_months_between_one_and_sixty', violation_error_message='Choisissez entre 1 et 60 mois.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('director', 'Direction'), ('coordinator', 'Coordination'), ('facilitator', 'Animation'), ('reader', 'Lecture et atelier')], default='reader', max_length=20, verbose_name='rôle')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'appartenance',
                'verbose_name_plural': 'appartenances',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user'), name='membership_once_per_user', violation_error_message='Cette personne fait déjà partie de l’organisation.'), models.CheckConstraint(condition=models.Q(('role__in', ['director', 'coordinator', 'facilitator', 'reader'])), name='membership_role_known')],
            },
        ),
    ]
