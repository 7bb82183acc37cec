"""Setting, dropping and describing the webhook."""

import re
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox, Webhook
from bot.sandbox.updates import DEFAULT

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PORTS = frozenset({None, 80, 88, 443, 8443})


def set_webhook(sandbox: Sandbox, params: Params) -> bool:
    """Start pushing updates; an empty address drops the webhook. On this machine, plain http on any port will do."""
    url = params.text("url")
    if not url:
        return delete_webhook(sandbox, params)
    address = urlsplit(url)
    is_local = address.hostname in _LOOPBACK and address.scheme in {"http", "https"}
    if not is_local and address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_local and address.port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    sandbox.updates.allow(params.parsed("allowed_updates"))
    if params.flag("drop_pending_updates"):
        sandbox.updates.drop()
    sandbox.webhook = Webhook(url, secret, params.integer("max_connections") or 40)
    sandbox.updates.has_webhook = True
    sandbox.updates.end_poll()
    sandbox.events.wake()
    return True


def delete_webhook(sandbox: Sandbox, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        sandbox.updates.drop()
    sandbox.webhook = Webhook()
    sandbox.updates.has_webhook = False
    sandbox.events.wake()
    return True


def get_webhook_info(sandbox: Sandbox, _params: Params) -> JsonObject:
    hook = sandbox.webhook
    found: JsonObject = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(sandbox.updates.pending),
    }
    if hook.url:
        found["max_connections"] = hook.max_connections
    if hook.errored_at is not None:
        found |= {"last_error_date": hook.errored_at, "last_error_message": hook.error}
    if sandbox.updates.allowed != DEFAULT:
        found["allowed_updates"] = sorted(sandbox.updates.allowed)
    return found
