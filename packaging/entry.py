"""The first file of a frozen program: it starts itself again to read a spreadsheet (fieldteacher/tabular/child.py)."""

import sys

if len(sys.argv) == 2 and sys.argv[1] == "--read-table":
    from fieldteacher.tabular.child import main as read_table

    sys.exit(read_table())

from fieldteacher.__main__ import main

sys.exit(main())
