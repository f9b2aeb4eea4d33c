"""Sphinx's settings for the site; `website.sources` copies them into the folder that Sphinx reads."""

import course

project = "Backprop by Hand"
author = "the authors of Backprop by Hand"
copyright = f"2026, {author}"
version = release = course.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "website.extension"]
nitpicky = True

# Notebooks are shown as learners get them: nothing is run.
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "colon_fence", "attrs_block"]
myst_heading_anchors = 3
smartquotes = False
html_math_renderer = "mathml"

autodoc_member_order = "bysource"
autodoc_typehints = "none"
default_role = "code"

html_theme = "furo"
html_title = "Backprop by Hand"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": False}
