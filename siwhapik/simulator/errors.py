"""Meta's error codes with their titles and HTTP status, as the Cloud API answers them."""

import secrets

from siwhapik.simulator.config import Json

# code: (title, HTTP status). Source: Meta's error table, see README.
CODES: dict[int, tuple[str, int]] = {
    0: ("AuthException", 401),
    1: ("API Unknown", 500),
    2: ("API Service", 503),
    3: ("API Method", 403),
    4: ("API Too Many Calls", 400),
    10: ("Permission Denied", 403),
    33: ("Parameter value is not valid", 400),
    100: ("Invalid parameter", 400),
    190: ("Access token has expired", 401),
    200: ("API Permission", 403),
    368: ("Temporarily blocked for policies violations", 403),
    613: ("Calls to this api have exceeded the rate limit", 429),
    80007: ("Rate limit issues", 400),
    130403: ("Business has blocked this user", 400),
    130429: ("Rate limit hit", 400),
    130472: ("User's number is part of an experiment", 400),
    130497: ("Business account is restricted from messaging users in this country", 403),
    131000: ("Something went wrong", 500),
    131005: ("Access denied", 403),
    131008: ("Required parameter is missing", 400),
    131009: ("Parameter value is not valid", 400),
    131016: ("Service unavailable", 500),
    131021: ("Recipient cannot be sender", 400),
    131026: ("Message undeliverable", 400),
    131030: ("Recipient phone number not in allowed list", 400),
    131031: ("Account has been locked", 403),
    131037: ("WhatsApp provided number needs display name approval", 400),
    131042: ("Business eligibility payment issue", 400),
    131045: ("Incorrect certificate", 500),
    131047: ("Re-engagement message", 400),
    131048: ("Spam rate limit hit", 400),
    131049: ("Meta chose not to deliver", 400),
    131050: ("User has stopped marketing messages", 400),
    131051: ("Unsupported message type", 400),
    131052: ("Media download error", 400),
    131053: ("Media upload error", 400),
    131056: ("(Business Account, Consumer Account) pair rate limit hit", 400),
    131057: ("Account in maintenance mode", 500),
    131062: ("Business-scoped user ID recipients are not supported for this message", 400),
    131064: ("Business account is restricted", 403),
    132000: ("Number of parameters does not match the expected number of params", 400),
    132001: ("Template name does not exist in the translation", 404),
    132005: ("Template hydrated text too long", 400),
    132007: ("Template format character policy violated", 400),
    132012: ("Template parameter format mismatch", 400),
    132015: ("Template is paused", 400),
    132016: ("Template is disabled", 400),
    132068: ("Flow is blocked", 400),
    132069: ("Flow is throttled", 400),
    133004: ("Server temporarily unavailable", 503),
    133010: ("Phone number not registered", 400),
    133016: ("Account register deregister rate limit exceeded", 400),
}


class GraphError(Exception):
    """The Cloud API refuses; nothing was accepted."""

    def __init__(self, code: int, details: str = "", *, status: int | None = None) -> None:
        title, usual = CODES.get(code, ("Unknown error", 400))
        super().__init__(title)
        self.code, self.title, self.details = code, title, details or title
        self.status = status or usual

    def body(self) -> Json:
        """The answer as Meta writes it."""
        return {
            "error": {
                "message": f"(#{self.code}) {self.title}",
                "type": "OAuthException",
                "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "A" + secrets.token_urlsafe(16),
            }
        }


def webhook_error(code: int, details: str = "") -> Json:
    """The same error as it stands in `statuses[].errors` and `messages[].errors`."""
    title = CODES.get(code, ("Unknown error", 400))[0]
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details or title},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }
