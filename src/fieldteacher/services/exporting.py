"""Exporting records as a workbook or separated text that is safe to open in a spreadsheet program."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.records import record_type
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.export_columns import Columns, may_leave
from fieldteacher.services.export_templates import Exported, filled
from fieldteacher.store.database import Store
from fieldteacher.tabular.writer import write_csv, write_xlsx

SUFFIXES = (".xlsx", ".csv")


class ExportService:
    """The verb on exporting."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(
        self,
        type_name: str,
        file: Path,
        *,
        sensitive: bool = False,
        language: Language = "zh_CN",
        template: Path | None = None,
    ) -> Exported:
        """Write all records of a type into ``file`` (.xlsx or .csv).

        Sensitive fields are left out unless asked for; what must never leave this machine always is. With
        a ``template`` (a workbook of the college's) its columns are filled, and the lines above its header
        are kept; one that names its students gets what is empty there. Raises ``InputRefused``, and ``UserError`` where the file cannot be written.
        """
        kind = record_type(type_name)
        if file.suffix.lower() not in SUFFIXES:
            raise InputRefused(
                "unknown_format",
                Text("“{f}”应以 .xlsx 或 .csv 结尾。", "“{f}” must end in .xlsx or .csv.").fill(f=file.name),
            )
        reader = self._store.read()
        rows = reader.records(type_name)
        columns = Columns(reader, kind, rows, language, sensitive)
        if template is not None:
            return filled(template, file, columns)
        names = [name for name, spec in kind.fields.items() if may_leave(spec, sensitive)]
        headings = [kind.fields[name].label.to(language) for name in names]
        cells = [columns.own(name) for name in names]
        lines = ([cell(row) for cell in cells] for row in rows)
        if file.suffix.lower() == ".csv":
            return Exported(file, write_csv(file, headings, lines))
        return Exported(file, write_xlsx(file, headings, lines, sheet=kind.label.to(language)))
