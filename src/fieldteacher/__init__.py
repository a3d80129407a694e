"""fieldteacher: the workbench of teachers stationed with dispatched students (驻企带队教师)."""

__version__ = "0.1.0"
