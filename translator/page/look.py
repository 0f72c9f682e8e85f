"""How the page looks: its colours, and the files beside this module."""

from __future__ import annotations

from functools import cache
from importlib import resources

FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")
COLOURS = {
    "body_background_fill": "#f6f7f6",
    "body_background_fill_dark": "#0f1317",
    "block_background_fill_dark": "#171b20",
    "background_fill_primary_dark": "#171b20",
    "block_label_text_color": "#3d464e",
    "block_title_text_color": "#3d464e",
    "block_title_text_weight": "600",
    "button_primary_background_fill": "#14694a",
    "button_primary_background_fill_hover": "#0f5239",
    "button_primary_background_fill_dark": "#14694a",
    "button_primary_background_fill_hover_dark": "#1a8660",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#ffffff",
    "button_secondary_background_fill": "#ffffff",
    "button_secondary_background_fill_hover": "#eef2f0",
    "button_secondary_background_fill_dark": "#20272d",
    "button_secondary_border_color": "#c8d0d6",
    "button_secondary_border_color_dark": "#3a424b",
    "block_info_text_color": "#57606a",
    "block_info_text_color_dark": "#a3adb6",
    "button_border_width": "1px",
    "button_border_width_dark": "1px",
    "button_large_text_weight": "500",
    "input_background_fill": "#ffffff",
    "input_background_fill_dark": "#12161a",
    "input_border_color": "#c8d0d6",
    "input_border_color_dark": "#3a424b",
    "input_border_width": "1px",
    "input_border_width_dark": "1px",
    "checkbox_background_color_selected": "#14694a",
    "checkbox_background_color_selected_dark": "#1a8660",
    "checkbox_border_color_selected": "#14694a",
    "input_border_color_focus": "#14694a",
    "input_border_color_focus_dark": "#4cc38a",
    "input_placeholder_color": "#636c76",
    "input_placeholder_color_dark": "#9aa4ad",
}
"""Variables of Gradio's theme; the page's own parts have theirs in ``page.css``."""


@cache
def read(name: str) -> str:
    """The text of a file of the page."""
    return resources.files("translator.page").joinpath(name).read_text(encoding="utf-8")


def place(name: str) -> str:
    """The path of a file of the page."""
    return str(resources.files("translator.page").joinpath(name))
