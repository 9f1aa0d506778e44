"""For mkdocs: files beside docs/ that a page links to come along; nothing is loaded from the network."""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FOLDER = "project"
FRAME_WORKER = re.compile(r'"https://[^"]*/iframe-worker/[^"]*"')
"""The one script that the theme's plugin ``offline`` would load from elsewhere; docs/assets/worker.js does the same."""


def outside(page: str, link: str) -> str | None:
    """The path in the project of a link that leaves docs/; None when it stays inside."""
    target = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), link))
    return None if target.startswith("docs/") else target


def on_files(files: Files, config: Any) -> Files:
    """Add each file that a page links to and that lies beside docs/."""
    for page in list(files.documentation_pages()):
        for link in LINK.findall(page.content_string):
            target = outside(page.src_uri, link)
            if target and not target.startswith("..") and (ROOT / target).is_file():
                uri = f"{FOLDER}/{target}" if not target.endswith(".md") else f"{FOLDER}/{target}.txt"
                if uri not in files.src_uris:
                    files.append(File.generated(config, uri, content=(ROOT / target).read_bytes()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Point such links at the copies; a link to a folder becomes its name."""
    here = posixpath.dirname(page.file.src_uri)

    def led(found: re.Match[str]) -> str:
        target = outside(page.file.src_uri, found[1])
        if target is None:
            return found[0]
        uri = f"{FOLDER}/{target}" + (".txt" if target.endswith(".md") else "")
        return "](" + posixpath.relpath(uri, here or ".")

    return LINK.sub(led, markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Load the frame for the search from the site itself."""
    here = posixpath.dirname(page.file.dest_uri)
    if page.file.src_uri.endswith(".zh.md"):
        # a screen reader and the choice of fonts go by it
        output = output.replace('<html lang="en"', '<html lang="zh-CN"', 1)
    return FRAME_WORKER.sub(f'"{posixpath.relpath("assets/worker.js", here or ".")}"', output)


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The page for addresses that are not there, which a site opened from a file does not need."""
    return FRAME_WORKER.sub('"/assets/worker.js"', output_content)
