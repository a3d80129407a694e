"""Forms that flow over pages: blocks laid out, divided among pages and drawn."""
