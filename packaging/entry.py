"""The first file of a frozen program: it starts itself again to read tables, pictures, sheets and scans (fieldteacher/apart)."""

import sys

if len(sys.argv) == 2 and sys.argv[1] == "--read-table":
    from fieldteacher.tabular.child import main as read_table

    sys.exit(read_table())

if len(sys.argv) == 2 and sys.argv[1] == "--read-picture":
    from fieldteacher.pictures.child import main as read_picture

    sys.exit(read_picture())

if len(sys.argv) == 2 and sys.argv[1] == "--read-sheet":
    from fieldteacher.paper.reading.child import main as read_sheet

    sys.exit(read_sheet())

if len(sys.argv) == 2 and sys.argv[1] == "--read-scan":
    from fieldteacher.paper.scans.child import main as read_scan

    sys.exit(read_scan())

from fieldteacher.__main__ import main

sys.exit(main())
