"""Pages read and forms sent as a browser without JavaScript does it."""

from html.parser import HTMLParser

import httpx


class _Forms(HTMLParser):
    """Every form of a page that is posted: its address, and what it would send untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given.get("method") == "post":
            self.forms.append((given.get("action", ""), {}))
            self._inside = True
        if not self._inside or not given.get("name"):
            return
        fields = self.forms[-1][1]
        kind = given.get("type", "text")
        if tag == "input" and kind not in ("file", "submit"):
            if kind not in ("radio", "checkbox") or "checked" in given:
                fields[given["name"]] = given.get("value", "")
            elif kind == "radio":
                fields.setdefault(given["name"], "")
        elif tag in ("textarea", "select"):
            fields[given["name"]] = ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False


def fields_of(page: str, *, action: str = "") -> tuple[str, dict[str, str]]:
    """(address, fields) of the first form whose address ends like this."""
    for address, fields in _Forms(page).forms:
        if address.endswith(action):
            return address, fields
    raise AssertionError(f"no form for {action} in: {page[:2000]}")


def send(browser: httpx.Client, path: str, *, action: str = "", files=None, **filled: str):
    """Open a page, fill in its form, send it; the page that it leads to."""
    page = browser.get(path)
    assert page.status_code == 200, (path, page.status_code)
    address, fields = fields_of(page.text, action=action)
    answer = browser.post(address or path, data={**fields, **filled}, files=files)
    assert answer.status_code in (200, 302, 303), (path, answer.status_code, answer.text[:500])
    return answer


def log_in(browser: httpx.Client, username: str, password: str) -> None:
    answer = send(browser, "/masuk/", action="/masuk/", login=username, password=password)
    assert answer.status_code == 302, answer.text[:2000]
