"""What browsers may load and run on our pages (Content-Security-Policy)."""

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
}
# unfold's Alpine evaluates attributes and its pages style inline (docs/decisions/0015); the rest
# stays as above. siwhapik.admin_site puts this on the pages of /kelola/ and on nothing else.
KELOLA_EXCEPTION = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}
