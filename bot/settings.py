"""Settings, from the environment or an `.env` file; secrets are never printed."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or malformed: the message says which, and how to mend it."""


class Settings(BaseSettings):
    """What `jalon run` needs to know; each field is `JALON_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="JALON_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    telegram_token: SecretStr = SecretStr("")
    """Given by @BotFather."""
    telegram_base_url: str = "https://api.telegram.org"
    """Another Bot API server: a local one, or a sandbox."""
    database_url: SecretStr = SecretStr("sqlite:///jalon.sqlite3")
    """`sqlite:///file` or `postgresql://user:password@host/name`."""
    webhook_url: str = ""
    """The public address Telegram calls; empty: long polling."""
    webhook_secret: SecretStr = SecretStr("")
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """For the webhook, /healthz and /metrics; 0 takes a free port."""
    contact: str = ""
    """Whom people may write to when something goes wrong: an e-mail address or a name."""
    controller: str = ""
    """Who is responsible for the data (RGPD): the authority's name."""
    retention_months: Annotated[int, Field(ge=1, le=120)] = 24
    """Months without any activity after which a plan is erased."""
    quadrant_threshold: Annotated[float, Field(gt=1, lt=5)] = 3.0
    log_level: str = "INFO"
    log_json: bool = False

    @field_validator("telegram_base_url", "webhook_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("must be an address like https://example.org")
        return value.rstrip("/")

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @property
    def token(self) -> str:
        """Return the bot's token.

        Raises SettingsError when it is missing or cannot be one.
        """
        token = self.telegram_token.get_secret_value().strip()
        number, colon, secret = token.partition(":")
        if not token:
            raise SettingsError("set JALON_TELEGRAM_TOKEN, or run `jalon demo` to try without Telegram")
        if not (colon and number.isdigit() and secret):
            raise SettingsError(
                "JALON_TELEGRAM_TOKEN is not a bot token: copy it whole from @BotFather, like 123456:ABC…"
            )
        return token

    def check(self) -> None:
        """Raise SettingsError when what `jalon run` needs does not hold together."""
        _ = self.token
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise SettingsError("set JALON_WEBHOOK_SECRET: a webhook without a secret would take anyone's updates")


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings.

    Raises SettingsError, one line, for the first malformed one.
    """
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg] # pydantic-settings reads it, its types do not say so
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"JALON_{name}: {first['msg'].removeprefix('Value error, ')}") from None
