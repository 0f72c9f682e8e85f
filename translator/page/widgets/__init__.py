"""The page's widgets and what happens when they are used; gradio is imported here, and ``app.py`` imports this on use."""
