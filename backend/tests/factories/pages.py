"""Built pages: the frontend's own page, with small files in place of its scripts and styles."""

import re
from pathlib import Path

from app.config import CHECKOUT

STYLE = "body{color:#111}#instruction{margin:0}"
LINKS = (
    '<script type="module" crossorigin src="/assets/voter-abc.js"></script>\n'
    '    <link rel="stylesheet" crossorigin href="/assets/voter-abc.css">\n'
)
ADMIN = "<title>Dashboard</title>"


def build_pages(folder: Path) -> Path:
    """Write the files of a build, and one outside of it. Returns the folder `dist`."""
    source = (CHECKOUT / "frontend" / "index.html").read_text()
    page = re.sub("<script.*</script>", "", source).replace("</head>", f"{LINKS}</head>")
    files = {
        "dist/index.html": page,
        "dist/favicon.svg": "<svg/>",
        "dist/embed.js": "let y;",
        "dist/admin/index.html": ADMIN,
        "dist/assets/voter-abc.css": STYLE,
        "dist/assets/voter-abc.js": "let x;",
        "secret.txt": "secret",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder / "dist"
