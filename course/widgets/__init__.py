"""Widgets that make shapes and gradients visible; each computes in the browser and also lives in a static page."""
