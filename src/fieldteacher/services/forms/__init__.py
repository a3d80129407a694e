"""The printed forms: what each is about, and what stands on it."""
