"""The tables as they stood before the first release."""

import django.db.models.deletion
from django.db import migrations, models


COLUMNS = ("name_norm", "code", "postcodes")


def index_bytes(apps, schema_editor):
    """Index our searches, which compare bytes: PostgreSQL sorts text by the language of its cluster, SQLite does not."""
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f'CREATE INDEX territories_{column}_bytes ON territories_territory ({column} COLLATE "C")'
            )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='GeographyRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(choices=[('FR', 'France'), ('BE', 'Belgique')], max_length=2, unique=True, verbose_name='pays')),
                ('vintage', models.CharField(max_length=20, verbose_name='millésime')),
                ('checksum', models.CharField(max_length=64, verbose_name='empreinte')),
                ('row_count', models.PositiveIntegerField(verbose_name='nombre de territoires')),
                ('loaded_at', models.DateTimeField(auto_now=True, verbose_name='chargé le')),
            ],
            options={
                'verbose_name': 'millésime chargé',
                'verbose_name_plural': 'millésimes chargés',
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quartier', 'Quartier'), ('qpv', 'Quartier prioritaire (QPV)'), ('commune', 'Commune'), ('arrondissement_ville', 'Arrondissement municipal'), ('canton', 'Canton'), ('epci', 'Intercommunalité (EPCI)'), ('ept', 'Établissement public territorial (EPT)'), ('bassin_de_vie', 'Bassin de vie'), ('bassin', 'Bassin'), ('tournee', 'Tournée'), ('arrondissement', 'Arrondissement'), ('departement', 'Département'), ('province', 'Province'), ('region', 'Région'), ('communaute', 'Communauté')], max_length=20, verbose_name='type')),
                ('country', models.CharField(choices=[('FR', 'France'), ('BE', 'Belgique')], default='FR', max_length=2, verbose_name='pays')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code officiel')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('name_norm', models.CharField(editable=False, max_length=220)),
                ('postcodes', models.CharField(blank=True, help_text='Séparés par une espace.', max_length=400, verbose_name='codes postaux')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('vintage', models.CharField(blank=True, max_length=20, verbose_name='millésime')),
                ('retired', models.BooleanField(default=False, help_text='Absent du dernier millésime\xa0; gardé pour ce qui le cite.', verbose_name='n’existe plus')),
                ('zonings', models.JSONField(blank=True, default=list, verbose_name='zonages')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territories.territory', verbose_name='commune')),
                ('departement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territories.territory', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territories.territory', verbose_name='EPCI')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='accounts.organisation', verbose_name='organisation')),
                ('parts', models.ManyToManyField(blank=True, related_name='part_of', to='territories.territory', verbose_name='composé de')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territories.territory', verbose_name='région')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territories.territory', verbose_name='aujourd’hui')),
            ],
            options={
                'verbose_name': 'territoire',
                'verbose_name_plural': 'territoires',
                'ordering': ('name',),
                'indexes': [models.Index(fields=['organisation', 'name_norm'], name='territories_organis_c91187_idx'), models.Index(fields=['name_norm'], name='territories_name_no_b72bee_idx'), models.Index(fields=['code'], name='territories_code_28fd40_idx'), models.Index(fields=['postcodes'], name='territories_postcod_816b0a_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('country', 'kind', 'code'), name='territory_official_code_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['quartier', 'qpv', 'commune', 'arrondissement_ville', 'canton', 'epci', 'ept', 'bassin_de_vie', 'bassin', 'tournee', 'arrondissement', 'departement', 'province', 'region', 'communaute'])), name='territory_kind_known'), models.CheckConstraint(condition=models.Q(('country__in', ['FR', 'BE'])), name='territory_country_known'), models.CheckConstraint(condition=models.Q(('organisation', None), models.Q(models.Q(('country', 'FR'), ('kind__in', ['commune', 'arrondissement_ville', 'epci', 'ept', 'departement', 'region'])), models.Q(('country', 'BE'), ('kind__in', ['commune', 'province', 'region'])), _connector='OR', _negated=True), _connector='OR'), name='territory_own_is_of_no_official_kind', violation_error_message='Ce type de territoire vient de la géographie officielle\xa0: choisissez-le.')],
            },
        ),
        migrations.CreateModel(
            name='TerritoryName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('ancienne', 'Ancien nom ou ancienne commune'), ('deleguee', 'Commune déléguée'), ('associee', 'Commune associée'), ('nl', 'Nom néerlandais')], max_length=10, verbose_name='nature')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('name_norm', models.CharField(editable=False, max_length=220)),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code officiel')),
                ('usual', models.BooleanField(default=False, verbose_name='d’usage')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_names', to='territories.territory')),
            ],
            options={
                'verbose_name': 'autre nom',
                'verbose_name_plural': 'autres noms',
                'ordering': ('name',),
                'indexes': [models.Index(fields=['name_norm'], name='territories_name_no_9df16a_idx'), models.Index(fields=['code'], name='territories_code_e7ff60_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('nature__in', ['ancienne', 'deleguee', 'associee', 'nl'])), name='territory_name_nature_known')],
            },
        ),
        migrations.CreateModel(
            name='TerritoryOutline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('polygons', models.JSONField(verbose_name='contour')),
                ('source', models.CharField(blank=True, help_text='D’où il vient\xa0: il est imprimé sous la carte.', max_length=200, verbose_name='source du contour')),
                ('points_read', models.PositiveIntegerField(verbose_name='points du fichier')),
                ('imported_at', models.DateTimeField(auto_now=True, verbose_name='importé le')),
                ('territory', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outline', to='territories.territory')),
            ],
            options={
                'verbose_name': 'contour',
                'verbose_name_plural': 'contours',
            },
        ),
        migrations.RunPython(index_bytes, migrations.RunPython.noop),
    ]
