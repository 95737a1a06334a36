"""What the browser tests share: pages of Debian's Chromium, guarded against any error, and axe-core.

`open_page()` gives a page of an anonymous person, `signed_in_page(user)` one of somebody signed in; both take
`viewport=DESKTOP | PHONE` and `javascript=False`. The address of the live server is understood: `page.goto("/")`.
"""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

# Playwright keeps an event loop running in the thread of the tests, where Django would refuse to query the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# An answer of the application may be an error on purpose (422, 409, 404); a file of the page may not.
FILES_OF_A_PAGE = {"stylesheet", "script", "font", "image", "manifest"}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Chromium as Debian packages it, without windows; as root it has no sandbox, and it must not call home."""
    return {
        "executable_path": shutil.which("chromium-headless-shell"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def base_url():
    """No address for the whole session: each page takes its live server's (see open_page)."""
    return None


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1366x768", "390x844"])
def viewport(request):
    """The two sizes of screen, one after the other."""
    return request.param


@pytest.fixture
def page_errors():
    """What went wrong in the pages of the test: it must be empty at the end.

    A test that provokes an error on purpose removes it from the list after having looked at it.
    """
    errors = []
    yield errors
    assert not errors, "\n".join(["Errors in the browser:", *errors])


@pytest.fixture
def open_page(new_context, live_server, page_errors):
    """Return a function that opens a page of its own context: `open_page(viewport=…, javascript=…, cookies=…)`."""

    def watch_console(message):
        # Chromium reports each answer >= 400 here too, without saying of what: watch_response does it better.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            page_errors.append(f"console: {message.text}")

    def watch_response(response):
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type in FILES_OF_A_PAGE):
            page_errors.append(f"{response.status}: {response.url}")

    def make(*, viewport=DESKTOP, javascript=True, cookies=()):
        context = new_context(
            base_url=live_server.url,
            viewport=viewport,
            java_script_enabled=javascript,
            has_touch=viewport is PHONE,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"url": live_server.url, **cookie} for cookie in cookies])
        page = context.new_page()
        page.on("console", watch_console)
        page.on("response", watch_response)
        page.on("pageerror", lambda error: page_errors.append(f"script: {error}"))
        return page

    return make


@pytest.fixture
def signed_in_page(open_page, sign_in):
    """Return a function that opens a page of a signed-in person: `signed_in_page(user, viewport=…, javascript=…)`."""

    def make(user, **options):
        session = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        return open_page(cookies=[{"name": settings.SESSION_COOKIE_NAME, "value": session}], **options)

    return make


@pytest.fixture
def no_js(open_page, signed_in_page):
    """Return a function that opens a page without JavaScript: `no_js()` anonymous, `no_js(user)` signed in."""

    def make(user=None, **options):
        return signed_in_page(user, javascript=False, **options) if user else open_page(javascript=False, **options)

    return make


@pytest.fixture(scope="session")
def axe():
    """Return a function that fails unless axe-core finds nothing (WCAG 2.0 to 2.2, A and AA) in the page.

    `leaving_out`: the selector of a part that was looked at on another page and is the same here. `rules`: these alone.
    """
    engine = Axe()
    options = {
        # Only what is wrong: describing the thousands of nodes that pass took more time than looking at them.
        "resultTypes": ["violations"],
        # Style sheets would be fetched again, for a rule that is not in the standard.
        "preload": {"assets": ["media"]},
    }

    def check(page, *, leaving_out=None, rules=STANDARD):
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(engine.axe_script)
        where = {"exclude": [[leaving_out]]} if leaving_out else {"include": [["html"]]}
        violations = page.evaluate(
            "([where, options]) => axe.run(where, options).then(results => results.violations)",
            [where, {"runOnly": rules, **options}],
        )
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(f"    {node['html']}\n      {node['failureSummary']}" for node in violation["nodes"])
            for violation in violations
        ]
        assert not found, "\n".join([f"axe-core on {page.url}:", *found])

    return check
