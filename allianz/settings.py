"""All settings, one file, closed by default. README.md lists every environment variable that is read here."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from allianz import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# --- Closed by default -----------------------------------------------------------------------------------------------

DEBUG = env.boolean("DEBUG", False)
DEVELOPMENT_SECRET = "only for development, never for a site that others reach"  # noqa: S105
SECRET_KEY = env.secret("SECRET_KEY")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, so the site does not start. Set SECRET_KEY or SECRET_KEY_FILE to 50 or more random "
            "characters, or set DEBUG=yes on a machine that nobody else reaches. README.md, Configuration, says how."
        )
    SECRET_KEY = DEVELOPMENT_SECRET
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# True wherever visitors come by https, also when a proxy in front ends the encryption.
HTTPS = env.boolean("HTTPS", not DEBUG)

# --- The site, as visitors read it (tracker/site.py hands these to the pages) ----------------------------------------

SITE_NAME = env.text("SITE_NAME", _("Commitments of the Alliance"))
SITE_CLAIM = env.text("SITE_CLAIM", _("for Initial and Further Training"))
SITE_URL = env.url("SITE_URL", "http://127.0.0.1:8000")
OPERATOR_NAME = env.text("OPERATOR_NAME", "")
BANNER_TEXT = env.text(
    "BANNER_TEXT",
    _("Demonstration, not an official site. The entries were compiled from public sources."),
)
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")
# Who is told of a weakness of the site; stands in /.well-known/security.txt.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT", CONTACT_EMAIL)
EDITOR_NAME = env.text("EDITOR_NAME", _("editorial team"))
DATA_LICENCE = env.text("DATA_LICENCE", "Datenlizenz Deutschland – Namensnennung – Version 2.0")
DATA_LICENCE_URL = env.url("DATA_LICENCE_URL", "https://www.govdata.de/dl-de/by-2-0")
# Who sends the data to GovData, as an address of GovData's list of contributors.
DCAT_CONTRIBUTOR = env.text("DCAT_CONTRIBUTOR", "")
ONE_PERSON_REVIEW = env.boolean("ONE_PERSON_REVIEW", False)
REMINDER_DAYS = env.integers("REMINDER_DAYS", [-30, -7, 0, 7], minimum=-365, maximum=365)
REMINDER_EVERY = env.integer("REMINDER_EVERY", 30, minimum=1, maximum=365)
REVIEW_REMINDER_DAYS = env.integer("REVIEW_REMINDER_DAYS", 7, minimum=1, maximum=90)
HEARING_DAYS = env.integer("HEARING_DAYS", 5, minimum=0, maximum=60)
# After how many months entries of the protocol may go; 0 keeps them all.
PROTOCOL_MONTHS = env.integer("PROTOCOL_MONTHS", 0, minimum=0, maximum=600)
# After how many months sent mail leaves the outbox, and answered messages of the public lose address and words.
MAIL_MONTHS = env.integer("MAIL_MONTHS", 12, minimum=3, maximum=120)
TICKET_MONTHS = env.integer("TICKET_MONTHS", 12, minimum=1, maximum=120)
# What only the operator knows and the privacy notice says: how long logs are kept, and who stores and sends for them.
LOG_DAYS = env.integer("LOG_DAYS", 14, minimum=0, maximum=365)
HOST_PROVIDER = env.text("HOST_PROVIDER", "")
MAIL_PROVIDER = env.text("MAIL_PROVIDER", "")
DATA_PROTECTION_OFFICER = env.text("DATA_PROTECTION_OFFICER", "")
# How `check_links` asks: the pause between two questions to one site, the time for an answer, and when to ask again.
LINK_PAUSE = env.integer("LINK_PAUSE", 2, minimum=1, maximum=600)
LINK_TIMEOUT = env.integer("LINK_TIMEOUT", 20, minimum=1, maximum=300)
LINK_DAYS = env.integer("LINK_DAYS", 30, minimum=1, maximum=365)
ERROR_ANSWER_DAYS = env.integer("ERROR_ANSWER_DAYS", 14, minimum=1, maximum=90)
CONCILIATION_BODY = env.text("CONCILIATION_BODY", "")
PER_PAGE = env.integer("PER_PAGE", 25, minimum=10, maximum=100)

# --- Addresses -------------------------------------------------------------------------------------------------------

LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", LOCAL_HOSTS if DEBUG or SITE_HOST in LOCAL_HOSTS else [SITE_HOST])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# How many proxies stand in front: only the addresses that they added to X-Forwarded-For are believed.
PROXIES = env.integer("PROXIES", 0, minimum=0, maximum=5)
# How many messages one address may send within an hour by the forms that everybody may use.
FORM_LIMIT = env.integer("FORM_LIMIT", 10, minimum=1, maximum=1000)
ROOT_URLCONF = "allianz.urls"
WSGI_APPLICATION = "allianz.wsgi.application"

# --- Parts -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "tracker.Account"
INSTALLED_APPS = [
    "tracker",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "django_tables2",
]

# Session, sign-in and messages serve the admin. They cost a public page nothing: each adds a cookie or a Vary only when
# something reads it, and public pages never do (tests/project/test_anonymous_pages.py).
MIDDLEWARE = [
    # First, so that an answer of any other (a redirect to https, a refused host) carries the policies too.
    "allianz.middleware.ContentSecurityPolicy",
    "allianz.middleware.PermissionsPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "allianz.middleware.LanguageFromPath",
    "tracker.pages.kept.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tracker.accounts.middleware.SignedInPerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.pages.context.shell",
            ],
        },
    }
]

DJANGO_TABLES2_TEMPLATE = "tables/table.html"

# --- Data ------------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'allianz.sqlite3'}"),
}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: with Django's default, two writers at once end in "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
            "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=27103364;"
        ),
    }

# A copy of the database that follows a moment later; public pages are read from it (tracker/replica.py).
REPLICA = env.replica("REPLICA_URL")
if REPLICA:
    if DATABASES["default"]["ENGINE"] != REPLICA["ENGINE"]:
        raise ImproperlyConfigured("REPLICA_URL names a copy of a PostgreSQL database. DATABASE_URL names none.")
    DATABASES["replica"] = REPLICA | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    DATABASE_ROUTERS = ["tracker.replica.PublicReads"]

# Counts failed sign-ins for all processes together, so it must be one that they share.
CACHES: dict[str, dict[str, Any]] = {"default": env.cache("CACHE_URL")}
# Rendered bodies of public pages: so many megabytes in the memory of each process, and as many within an hour in a
# cache that several machines share. Without a restart a page of development would not show what was just changed.
PAGE_CACHE_MB = env.integer("PAGE_CACHE_MB", 0 if DEBUG else 64, minimum=0, maximum=4096)
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["pages"] = CACHES["default"] | {
        "KEY_PREFIX": "page",
        # A page waits no longer for a cache than it takes to make it.
        "OPTIONS": {"serializer": "tracker.pages.store.Plain", "socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------------------------

# Hashed names and compressed files need `collectstatic`; development and tests serve the sources as they are.
STATIC_HASHED = env.boolean("STATIC_HASHED", not DEBUG)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
KERN_DIST = BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "allianz.finders.KernFinder",
]
STORAGES = {
    # Evidence, dumps, balances: handed out by views that ask who may read them, never under an address of their own.
    "default": env.files("FILES_URL"),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_HASHED
MEDIA_ROOT = VAR_DIR / "media"
# The largest file that anybody may hand in: evidence, tables, mail kept as proof.
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

# --- Safety ----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
# A health probe comes from inside, without https.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31536000, minimum=0, maximum=63072000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "tracker.pages.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Django's own way, a cookie for messages, would be one more to guard, and readable on its way.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A browser takes a __Host- cookie from this host by https only.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
# Preloading concerns the whole domain of the operator, which this site cannot decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Accounts --------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:account"
# A working day: who comes back the next morning signs in again.
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 10, minimum=1, maximum=168) * 60 * 60
# After so long without a request the browser may stand alone in an open office.
SESSION_IDLE_SECONDS = env.integer("SESSION_IDLE_MINUTES", 120, minimum=5, maximum=600) * 60
# Staff always need a second factor. Demonstration accounts can do without, but only under DEBUG.
PARTNER_SECOND_FACTOR = env.boolean("PARTNER_SECOND_FACTOR", True)
DEMO_SECOND_FACTOR = env.boolean("DEMO_SECOND_FACTOR", False) or not DEBUG
DEMO_MAIL_DOMAIN = "demo.example"

ACCOUNT_ADAPTER = "tracker.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_USER_DISPLAY = "tracker.accounts.adapters.display_name"
# Per address (ip) for the whole office behind it, per account (key, user) against guessing; the same for addresses
# that have an account and for those that have none.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "50/10m/ip,5/10m/key",
    "reset_password": "30/h/ip,5/h/key",
    "reset_password_from_key": "30/h/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "tracker.accounts.forms.SignInForm",
    "change_password": "tracker.accounts.forms.ChangePasswordForm",
    "reset_password": "tracker.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "tracker.accounts.forms.NewPasswordForm",
    "reauthenticate": "tracker.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "tracker.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are proved by the invitation.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A clock may be off by half a minute.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
# Browsers offer passkeys without https on this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "tracker.accounts.forms.CodeForm",
    "reauthenticate": "tracker.accounts.forms.ConfirmCodeForm",
    "activate_totp": "tracker.accounts.forms.ActivateAppForm",
    "add_webauthn": "tracker.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "tracker.accounts.forms.RenamePasskeyForm",
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "tracker.accounts.passwords.NotTheWordsOfTheSite"},
]

# --- Interface for programs -------------------------------------------------------------------------------------------

# How many requests one address may send within a minute.
API_LIMIT = env.integer("API_LIMIT", 120, minimum=1, maximum=100_000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["tracker.api.throttle.PerAddress"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "tracker.api.errors.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/"}],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # Every vocabulary stands where it is used; names made up for them would say less.
    "POSTPROCESSING_HOOKS": [],
}

# --- Mail, logs, metrics ---------------------------------------------------------------------------------------------

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = env.choice("LOG_FORMAT", "line", ("line", "json"))
LOGGING = logs.configuration(LOG_LEVEL, LOG_FORMAT)
# Who sends it is answered at /metrics; without one there is no such page.
METRICS_TOKEN = env.token("METRICS_TOKEN", minimum=20)
# Mail goes out by SMTP; development writes it to the terminal.
vars().update(env.email("EMAIL_URL", "consolemail://" if DEBUG else "smtp://localhost:25"))
# Seconds after which a mail server that says nothing is left alone until the next run.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CONTACT_EMAIL or "webmaster@localhost"
