"""Photos and files from outside: recognised by content, made small and clean in a process of their own."""
