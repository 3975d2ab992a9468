"""How the documentation is built: Markdown, one theme that asks nothing of the network, no script of others."""

from detente import __version__

project = "détente"
author = "The détente authors"
copyright = "2026, The détente authors"
version = release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "alabaster"
html_title = f"détente {__version__}"
html_show_sourcelink = False
html_theme_options = {"description": "From documents to a tested account of how states cooperate and conflict.", "fixed_sidebar": True}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
