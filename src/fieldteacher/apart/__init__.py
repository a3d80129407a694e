"""Work done apart: in a process of its own, under limits of its own."""
