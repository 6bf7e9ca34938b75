"""How is the documentation built? ``sphinx-build -W docs docs/_build`` needs no network."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

import showtrial

project = "showtrial"
author = "The showtrial developers"
copyright = "The showtrial developers"
version = release = showtrial.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"
numpydoc_show_class_members = False

html_theme = "furo"
html_title = f"showtrial {release}"
html_math_renderer = "plain"
html_copy_source = False


def _plain_math(translator: HTML5Translator, node: nodes.Element) -> None:
    """Print a formula as it is typed, so that no page asks the network for a typesetter."""
    translator.body.append(f"<code>{translator.encode(node.astext())}</code>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Add the renderer that needs no script."""
    app.add_html_math_renderer("plain", (_plain_math, None), (_plain_math, None))
