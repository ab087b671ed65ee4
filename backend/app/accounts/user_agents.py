"""A short name for the browser of a session, so that its owner recognises it."""

import re

from app.accounts.models import MAX_BROWSER

# In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = {
    r"Edg(?:e|A|iOS)?/": "Edge",
    r"OPR/|Opera": "Opera",
    r"SamsungBrowser/": "Samsung Internet",
    r"Firefox/|FxiOS/": "Firefox",
    r"Chrom(?:e|ium)/|CriOS/": "Chrome",
    r"Safari/": "Safari",
}
# In this order: Android calls itself Linux, and an iPhone “like Mac OS X”.
SYSTEMS = {
    r"Windows": "Windows",
    r"Android": "Android",
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"CrOS": "ChromeOS",
    r"Mac OS X|Macintosh": "macOS",
    r"Linux": "Linux",
}
# The program of a header such as `curl/8.5.0`.
PROGRAM = re.compile(r"[\w.-]+", re.ASCII)


def browser_of(user_agent: str) -> str:
    """The browser and the system in a header User-Agent, such as “Firefox, Linux”. Versions are left out."""
    found = [_first(names, user_agent) for names in (BROWSERS, SYSTEMS)]
    program = PROGRAM.match(user_agent)
    name = ", ".join(filter(None, found)) or (program[0] if program else "")
    return name[:MAX_BROWSER]


def _first(names: dict[str, str], user_agent: str) -> str | None:
    return next((name for pattern, name in names.items() if re.search(pattern, user_agent)), None)
